import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ServiceConfig } from '@trademaster/runtime';
import { openApiDocument } from '../apps/webui/src/http/open-api';
import { WebuiModule } from '../apps/webui/src/webui.module';

/** The surroundings that the WebUI's module asks for; in a preview nobody uses them. */
@Global()
@Module({ providers: [{ provide: ServiceConfig, useValue: {} }], exports: [ServiceConfig] })
class Surroundings {}

@Module({ imports: [Surroundings, WebuiModule] })
class Preview {}

/** The document of docs/openapi.json: what the WebUI serves at /openapi.json. Nothing is started for it. */
export async function webuiOpenApi(): Promise<OpenAPIObject> {
  const app = await NestFactory.create(Preview, { preview: true, logger: ['error'], abortOnError: false });
  return openApiDocument(app);
}
