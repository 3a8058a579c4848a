import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type JsonSchema, jsonSchemaOf } from '@trademaster/contracts';
import type { ClassConstructor } from 'class-transformer';

type OpenApiSchema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const DESCRIPTION = 'Symbols that workflows trade, and the artifacts that their runs leave: docs/webui-contract.md.';

/** The page at `/docs`, its document at `/openapi.json`. */
export function openApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'openapi.json' });
}

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder().setTitle('TradeMaster WebUI').setDescription(DESCRIPTION).setVersion('1');
  return SwaggerModule.createDocument(app, builder.setOpenAPIVersion('3.1.0').build());
}

/** A body's schema, from the rules that validate it, so that page and server cannot disagree. Nested classes inline. */
export function schemaOf(contract: ClassConstructor<object>): OpenApiSchema {
  const { $defs = {}, title: _, ...schema } = jsonSchemaOf(contract);
  return inlined(schema, $defs) as OpenApiSchema;
}

function inlined(value: unknown, defs: Record<string, JsonSchema>): unknown {
  if (Array.isArray(value)) return value.map((item) => inlined(item, defs));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, ...rest } = value as JsonSchema;
  const named = $ref === undefined ? {} : defs[$ref.replace('#/$defs/', '')];
  const entries = Object.entries({ ...named, ...rest }).map(([key, item]) => [key, inlined(item, defs)] as const);
  return Object.fromEntries(entries);
}
