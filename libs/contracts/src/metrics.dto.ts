import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Metric name → value. Null only for a metric without meaning, whose reason stands in the sibling `*_reasons` map. */
export type MetricMap = Record<string, number | null>;
export type ReasonMap = Record<string, string>;

/** Accepts `{name: finite number | null}`. */
export function IsMetricMap(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isMetricMap',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'object' &&
          value !== null &&
          !Array.isArray(value) &&
          Object.values(value).every((item) => item === null || (typeof item === 'number' && Number.isFinite(item))),
        defaultMessage: (args) => `${args?.property} must map names to finite numbers or null`,
      },
    },
    options,
  );
}

/** Accepts `{name: string}`. */
export function IsStringMap(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isStringMap',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'object' &&
          value !== null &&
          !Array.isArray(value) &&
          Object.values(value).every((item) => typeof item === 'string'),
        defaultMessage: (args) => `${args?.property} must map names to strings`,
      },
    },
    options,
  );
}
