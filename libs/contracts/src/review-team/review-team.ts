import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PipelineError } from '@trademaster/errors';
import { canonicalJson, sha256Hex } from '../canonical-json';
import { parse } from '../validation';
import { ReviewTeam } from './review-team.dto';

export interface LoadedReviewTeam {
  team: ReviewTeam;
  /** Over RFC 8785 JSON of the file's content: layout and key order of the file do not count. */
  sha256: string;
}

const DEFAULT_TEAM = join(__dirname, 'default-team.json');

/**
 * Reads the review team from a file, by default the one that comes with the project. symbol-resolver pins the hash,
 * the reviewer works with the team: both go by the variable REVIEW_TEAM.
 * Errors: `environment_invalid` naming REVIEW_TEAM when the file cannot be read or is not a team.
 */
export function reviewTeam(path: string = DEFAULT_TEAM): LoadedReviewTeam {
  const plain = readJson(path);
  const team = parse(ReviewTeam, plain, { code: 'environment_invalid', prefix: 'REVIEW_TEAM', refuseUnknown: true });
  if (!team.participants.some(({ name }) => name === team.decider)) {
    throw new PipelineError(
      'environment_invalid',
      `REVIEW_TEAM.decider "${team.decider}" is none of its participants`,
      {
        field: 'REVIEW_TEAM.decider',
      },
    );
  }
  return { team, sha256: sha256Hex(canonicalJson(plain)) };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new PipelineError('environment_invalid', `REVIEW_TEAM: cannot read a team from ${path}`, {
      field: 'REVIEW_TEAM',
      cause,
    });
  }
}
