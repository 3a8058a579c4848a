import { Parser } from '@asyncapi/parser';

/** Of a diagnostic; warnings and hints are other numbers. */
const ERROR = 0;

/** What AsyncAPI's own parser finds wrong with a document; empty when nothing is. */
export async function asyncApiFaults(text: string): Promise<string[]> {
  const { document, diagnostics } = await new Parser().parse(text);
  const faults = diagnostics.filter(({ severity }) => Number(severity) === ERROR);
  if (document === undefined && faults.length === 0) return ['is no AsyncAPI document'];
  return faults.map(({ message, path }) => `${path.join('.')}: ${message}`);
}
