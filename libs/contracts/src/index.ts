import 'reflect-metadata'; // class-validator and class-transformer read the decorators' types

export * from './artifacts.dto';
export * from './canonical-json';
export * from './contracts-by-event';
export * from './decision-hash';
export * from './event';
export * from './event-types';
export * from './inference-result.dto';
export * from './instant';
export * from './lifecycle.dto';
export * from './metrics.dto';
export * from './pipeline';
export * from './reply-journal';
export * from './resolved-config';
export * from './review-result.dto';
export * from './review-team/review-team';
export * from './review-team/review-team.dto';
export * from './run-config.dto';
export * from './run-context.dto';
export * from './run-request.dto';
export * from './schema/contract-schemas';
export * from './schema/json-schema-of';
export * from './stage-ledger';
export * from './trading-signal.dto';
export * from './training-result.dto';
export * from './trial-identity';
export * from './validation';
