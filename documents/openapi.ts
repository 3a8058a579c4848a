import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { LOGGER, Readiness, ServiceConfig, ServiceMetrics } from '@trademaster/runtime';
import { openApiDocument } from '../apps/webui/src/http/open-api';
import { WebuiModule } from '../apps/webui/src/webui.module';

const SURROUNDINGS = [ServiceConfig, LOGGER, ServiceMetrics, Readiness];

/** The surroundings that the WebUI's module asks for; in a preview nobody uses them. */
@Global()
@Module({ providers: SURROUNDINGS.map((provide) => ({ provide, useValue: {} })), exports: SURROUNDINGS })
class Surroundings {}

@Module({ imports: [Surroundings, WebuiModule] })
class Preview {}

/** The document of docs/openapi.json: what the WebUI serves at /openapi.json. Nothing is started for it. */
export async function webuiOpenApi(): Promise<OpenAPIObject> {
  const app = await NestFactory.create(Preview, { preview: true, logger: ['error'], abortOnError: false });
  return openApiDocument(app);
}
