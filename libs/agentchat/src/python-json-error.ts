/**
 * Where and why a text is no JSON, in the words of Python's `json` (3.8 to 3.12): models are told so by AutoGen, and a
 * model that reads the same answers the same. Positions count code points; `char` from 0, line and column from 1.
 * Source: the behaviour of Python 3.11 on the cases of the test beside.
 */
export function pythonJsonError(text: string): string {
  const { problem, at } = new JsonFault(text).find();
  const before = text.slice(0, at);
  const lines = before.split('\n');
  const column = codePoints(lines.at(-1) ?? '') + 1;
  return `${problem}: line ${lines.length} column ${column} (char ${codePoints(before)})`;
}

interface Fault {
  problem: string;
  at: number;
}

const WHITE_SPACE = /[ \t\n\r]*/y;
const LITERAL = /null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

const codePoints = (text: string): number => Array.from(text).length;

/** Reads until the first fault. Nested values are kept on a stack of their closing brackets: depth costs no recursion. */
class JsonFault {
  private at = 0;
  private readonly open: ('}' | ']')[] = [];

  constructor(private readonly text: string) {}

  find(): Fault {
    this.skip(WHITE_SPACE);
    for (;;) {
      const fault = this.value() ?? this.afterValue();
      if (fault !== undefined) return fault;
    }
  }

  /** Reads a value, or opens some up to a first member that is no bracket, or is missing. */
  private value(): Fault | undefined {
    for (;;) {
      if (this.text[this.at] === '"') return this.string();
      const close = this.take('[') ? ']' : this.take('{') ? '}' : undefined;
      if (close === undefined) return this.skip(LITERAL) ? undefined : this.fault('Expecting value');
      this.open.push(close);
      if (this.text[this.at] === close) return undefined;
      const fault = close === '}' ? this.key() : undefined;
      if (fault !== undefined) return fault;
    }
  }

  /** Closes what ends here, up to the next value. */
  private afterValue(): Fault | undefined {
    this.skip(WHITE_SPACE);
    for (let close = this.open.at(-1); ; close = this.open.at(-1)) {
      if (close === undefined) return this.fault('Extra data');
      if (!this.take(close)) break;
      this.open.pop();
    }
    if (!this.take(',')) return this.fault("Expecting ',' delimiter");
    return this.open.at(-1) === '}' ? this.key() : undefined;
  }

  private key(): Fault | undefined {
    if (this.text[this.at] !== '"') return this.fault('Expecting property name enclosed in double quotes');
    const fault = this.string();
    if (fault !== undefined) return fault;
    this.skip(WHITE_SPACE);
    return this.take(':') ? undefined : this.fault("Expecting ':' delimiter");
  }

  private string(): Fault | undefined {
    const start = this.at;
    this.at += 1;
    for (;;) {
      while (this.isPlain(this.text[this.at])) this.at += 1;
      const character = this.text[this.at];
      if (character === undefined) return { problem: 'Unterminated string starting at', at: start };
      if (this.skip(/"/y)) return undefined;
      if (character !== '\\') return this.fault('Invalid control character at');
      if (this.at + 1 === this.text.length) return { problem: 'Unterminated string starting at', at: start };
      if (this.skip(/\\u[0-9a-fA-F]{4}/y) || this.skip(/\\["\\/bfnrt]/y)) continue;
      return this.text[this.at + 1] === 'u'
        ? { problem: 'Invalid \\uXXXX escape', at: this.at + 1 }
        : this.fault('Invalid \\escape');
    }
  }

  private isPlain(character: string | undefined): boolean {
    return character !== undefined && character > '\u001f' && character !== '"' && character !== '\\';
  }

  /** Reads a character and the white space after it, if it stands here. */
  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    this.skip(WHITE_SPACE);
    return true;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const length = pattern.exec(this.text)?.[0].length ?? -1;
    this.at += Math.max(length, 0);
    return length >= 0;
  }

  private fault(problem: string): Fault {
    return { problem, at: this.at };
  }
}
