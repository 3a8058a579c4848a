import { Module } from '@nestjs/common';
import { InferenceService } from './inference.service';
import { InferencerController } from './inferencer.controller';

@Module({ controllers: [InferencerController], providers: [InferenceService] })
export class InferencerModule {}
