import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { says } from '../http/refusal';

const CLOCK = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?$/;

/** `9:30`, `09:30` and `09:30:15` are `09:30`; what is no time of day is left for the validator. */
export function clockTime(text: unknown): unknown {
  const [, hour, minute, second = '0'] = (typeof text === 'string' ? CLOCK.exec(text.trim()) : null) ?? [];
  if (hour === undefined || minute === undefined) return text;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return text;
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

/** A time of day, kept as `HH:MM`. */
export function IsClockTime(): PropertyDecorator {
  const valid = ValidateBy(
    { name: 'isClockTime', validator: { validate: (value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(String(value)) } },
    says('value_error', 'Value error, must be a time of day HH:MM', { error: {} }),
  );
  return (target, name) => {
    Transform(({ value }) => clockTime(value))(target, name);
    valid(target, name);
  };
}
