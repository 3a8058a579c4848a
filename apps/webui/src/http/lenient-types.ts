import { Transform, type TransformFnParams } from 'class-transformer';

const TRUE = ['true', '1', 'yes', 'on', 't', 'y'];
const FALSE = ['false', '0', 'no', 'off', 'f', 'n'];

/** `"true"`, `"on"`, `1`, … as the existing backend takes them; what is none of them is left for the validator. */
export function LenientBoolean(): PropertyDecorator {
  return Transform(({ value }: TransformFnParams): unknown => {
    if (typeof value !== 'string' && typeof value !== 'number') return value;
    const word = String(value).toLowerCase();
    if (TRUE.includes(word)) return true;
    return FALSE.includes(word) ? false : value;
  });
}

/** `"12"` is 12. */
export function LenientInteger(): PropertyDecorator {
  return Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value,
  );
}

/** `"0.5"` is 0.5. */
export function LenientNumber(): PropertyDecorator {
  return Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value,
  );
}

/** A number where text belongs is taken as its text: Airflow's ids may look like numbers. */
export function LenientText(): PropertyDecorator {
  return Transform(({ value }: TransformFnParams): unknown => (typeof value === 'number' ? String(value) : value));
}

/** A JSON value as it came: class-transformer would walk through it and rebuild it. */
export function AnyJson(): PropertyDecorator {
  return Transform(({ obj, key }: TransformFnParams): unknown => (obj as Record<string, unknown>)[key]);
}
