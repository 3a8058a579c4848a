/** One thing that was looked at. */
export interface Finding {
  name: string;
  ok: boolean;
  /** What is there: a version, an address, a reason. */
  found: string;
  /** What to do when it is not as it should be. */
  fix?: string;
}

/** A finding of something that either answers with a text or throws. */
export async function examine(name: string, fix: string, look: () => Promise<string> | string): Promise<Finding> {
  try {
    return { name, ok: true, found: await look() };
  } catch (error) {
    return { name, ok: false, found: error instanceof Error ? error.message : String(error), fix };
  }
}

export function findingLine({ name, ok, found, fix }: Finding): string {
  return `${ok ? 'ok  ' : 'BAD '} ${name.padEnd(18)} ${found}${fix === undefined ? '' : `\n     ${' '.repeat(18)} → ${fix}`}`;
}
