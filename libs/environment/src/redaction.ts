/** Takes secrets out of text that leaves the process: log lines, failure messages, dead letters. */
export type Redact = (text: string) => string;

const HIDDEN = '[secret]';
const SHAPES: [RegExp, string][] = [
  [/\bsk-[A-Za-z0-9_-]{8,}/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/(\w+:\/\/[^\s:/@"]*):[^\s@"]+@/g, `$1:${HIDDEN}@`],
];

/** Hides what looks like a key, a token or a password in a URL, and each of `secrets` that is long enough to be one. */
export function createRedact(secrets: readonly string[] = []): Redact {
  const known = secrets.filter((secret) => secret.length >= 6);
  return (text) => {
    const shapeless = SHAPES.reduce((redacted, [shape, replacement]) => redacted.replace(shape, replacement), text);
    return known.reduce((redacted, secret) => redacted.replaceAll(secret, HIDDEN), shapeless);
  };
}
