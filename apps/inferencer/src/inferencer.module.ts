import { Module } from '@nestjs/common';
import { InferenceService } from '@trademaster/decision';
import { InferencerController } from './inferencer.controller';

@Module({ controllers: [InferencerController], providers: [InferenceService] })
export class InferencerModule {}
