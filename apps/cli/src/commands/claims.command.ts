import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Claim, checkClaims, groundedShare } from '@trademaster/claims';
import { PipelineError } from '@trademaster/errors';
import type { Screen } from '../screen';

export interface ClaimsOptions {
  /** JSON of any shape with named numbers. */
  facts: string;
  /** UTF-8 text. */
  text: string;
  json?: boolean;
}

/** `trademaster claims`: every number of a text against a file of facts. What it finds is no failure: exit 0. */
export function claimsCommand(options: ClaimsOptions, screen: Screen): number {
  const claims = checkClaims(contentOf(options.text, 'text'), factsOf(options.facts));
  screen.out(options.json ? JSON.stringify(claims) : [...claims.map(lineOf), summaryOf(claims)].join('\n'));
  return 0;
}

function factsOf(path: string): unknown {
  try {
    return JSON.parse(contentOf(path, 'facts'));
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    throw new PipelineError('request_invalid', `${path} is not JSON: ${(cause as Error).message}`, {
      field: 'facts',
      cause,
    });
  }
}

function contentOf(path: string, field: string): string {
  try {
    return readFileSync(resolve(path), 'utf8');
  } catch (cause) {
    throw new PipelineError('request_invalid', `${path} cannot be read: ${(cause as Error).message}`, { field, cause });
  }
}

function lineOf({ text, start, status, path }: Claim): string {
  return `${status.padEnd(12)} ${text}  at ${start}${path === undefined ? '' : `  ${path}`}`;
}

function summaryOf(claims: readonly Claim[]): string {
  const share = groundedShare(claims);
  return share === null ? 'no number is stated' : `grounded: ${(100 * share).toFixed(1)} % of ${claims.length}`;
}
