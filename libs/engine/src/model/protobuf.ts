import { PipelineError } from '@trademaster/errors';

/**
 * As much of the protobuf wire format (protobuf.dev/programming-guides/encoding) as ONNX needs: varints up to 2^53,
 * length-delimited fields, little-endian 32- and 64-bit fields are skipped over.
 */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Collects the fields of one message, in the order in which they are added. */
export class MessageWriter {
  private readonly parts: Uint8Array[] = [];

  /** `value`: an integer, 0 ≤ value ≤ 2^53 − 1. */
  integer(field: number, value: number): this {
    return this.tag(field, VARINT).varint(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value, 'utf8'));
  }

  bytes(field: number, value: Uint8Array): this {
    this.tag(field, LENGTH_DELIMITED).varint(value.length);
    this.parts.push(value);
    return this;
  }

  message(field: number, value: MessageWriter): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.parts));
  }

  private tag(field: number, wireType: number): this {
    return this.varint(field * 8 + wireType);
  }

  private varint(value: number): this {
    const bytes: number[] = [];
    let rest = value;
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
    this.parts.push(Uint8Array.from(bytes));
    return this;
  }
}

/** The fields of one message by number. Throws `model_invalid` for bytes that are no protobuf message. */
export class MessageReader {
  private readonly fields = new Map<number, (number | Uint8Array)[]>();
  private at = 0;

  constructor(private readonly encoded: Uint8Array) {
    while (this.at < encoded.length) this.readField();
  }

  /** The field's last value, as protobuf wants it; 0 when absent. */
  integer(field: number): number {
    const value = this.fields.get(field)?.at(-1) ?? 0;
    return typeof value === 'number' ? value : refuse(`field ${field} is not an integer`);
  }

  /** Empty when absent. */
  text(field: number): string {
    return this.texts(field).at(-1) ?? '';
  }

  texts(field: number): string[] {
    return this.allBytes(field).map((bytes) => Buffer.from(bytes).toString('utf8'));
  }

  allBytes(field: number): Uint8Array[] {
    return (this.fields.get(field) ?? []).map((value) =>
      typeof value === 'number' ? refuse(`field ${field} is not length-delimited`) : value,
    );
  }

  /** A repeated integer, packed or not. */
  integers(field: number): number[] {
    return (this.fields.get(field) ?? []).flatMap((value) => (typeof value === 'number' ? [value] : unpack(value)));
  }

  messages(field: number): MessageReader[] {
    return this.allBytes(field).map((bytes) => new MessageReader(bytes));
  }

  /** The field's last value; an empty message when absent. */
  message(field: number): MessageReader {
    return new MessageReader(this.allBytes(field).at(-1) ?? new Uint8Array());
  }

  private readField(): void {
    const tag = this.varint();
    const value = this.valueOf(tag % 8);
    const field = Math.floor(tag / 8);
    if (value !== undefined) this.fields.set(field, [...(this.fields.get(field) ?? []), value]);
  }

  /** Undefined for values that ONNX models of ours never use. */
  private valueOf(wireType: number): number | Uint8Array | undefined {
    switch (wireType) {
      case VARINT:
        return this.varint();
      case LENGTH_DELIMITED:
        return this.take(this.varint());
      case FIXED32:
        this.take(4);
        return undefined;
      case FIXED64:
        this.take(8);
        return undefined;
      default:
        return refuse(`wire type ${wireType} at byte ${this.at}`);
    }
  }

  private varint(): number {
    const { value, next } = varintAt(this.encoded, this.at);
    this.at = next;
    return value;
  }

  private take(length: number): Uint8Array {
    const end = this.at + length;
    if (end > this.encoded.length) refuse(`a field ends at byte ${end} of ${this.encoded.length}`);
    const bytes = this.encoded.subarray(this.at, end);
    this.at = end;
    return bytes;
  }
}

function unpack(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const { value, next } = varintAt(bytes, at);
    values.push(value);
    at = next;
  }
  return values;
}

function varintAt(bytes: Uint8Array, from: number): { value: number; next: number } {
  let value = 0;
  let factor = 1;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    value += (byte % 128) * factor;
    if (value > Number.MAX_SAFE_INTEGER) refuse(`the integer at byte ${from} is too large`);
    if (byte < 128) return { value, next: at + 1 };
    factor *= 128;
  }
  return refuse(`the bytes end within the integer at byte ${from}`);
}

function refuse(what: string): never {
  throw new PipelineError('model_invalid', `the model is not a protobuf message: ${what}`, { field: 'onnx' });
}
