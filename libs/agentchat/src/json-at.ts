import { PipelineError } from '@trademaster/errors';

/**
 * A value inside JSON from outside, with its path. Each reader gives the value in the type that its name says.
 * Errors: `config_invalid`, naming the path as `field`.
 */
export class JsonAt {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  member(key: string): JsonAt {
    const members = this.members();
    return new JsonAt(Object.hasOwn(members, key) ? members[key] : undefined, `${this.path}.${key}`);
  }

  members(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value))
      this.fail('must be an object');
    return this.value as Record<string, unknown>;
  }

  /** Refuses, by name, members that nobody would read. */
  only(...keys: string[]): this {
    const unknown = Object.keys(this.members()).find((key) => !keys.includes(key));
    if (unknown !== undefined) this.member(unknown).fail('is not supported');
    return this;
  }

  items(): JsonAt[] {
    if (!Array.isArray(this.value)) return this.fail('must be an array');
    return this.value.map((item, index) => new JsonAt(item, `${this.path}.${index}`));
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.fail('must be a string');
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail('must be true or false');
  }

  number(): number {
    return Number.isFinite(this.value) ? (this.value as number) : this.fail('must be a number');
  }

  /** A whole number of at least `least`. */
  whole(least: number): number {
    return Number.isInteger(this.value) && (this.value as number) >= least
      ? (this.value as number)
      : this.fail(`must be a whole number of at least ${least}`);
  }

  is(...allowed: unknown[]): void {
    if (!allowed.includes(this.value)) this.fail(`must be ${allowed.map((each) => JSON.stringify(each)).join(' or ')}`);
  }

  fail(problem: string): never {
    const shown = JSON.stringify(this.value)?.slice(0, 80) ?? 'nothing';
    throw new PipelineError('config_invalid', `${this.path} ${problem}, got ${shown}`, { field: this.path });
  }
}
