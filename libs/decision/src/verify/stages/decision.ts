import { decisionSha256 } from '@trademaster/contracts';
import { MANIFEST_TAG, prettyJson } from '@trademaster/manifest';
import { again, type Checks, copyOf, fileOf, stored, storedEvent } from '../check';
import { type Evidence, MISSING } from '../evidence';
import type { Recomputed } from '../recomputed';

/** The policy's target on the last bar, and the facts for the review. */
export async function* signal(evidence: Evidence, recomputed: Recomputed): Checks {
  yield* stored(evidence, 'facts.json');
  yield* storedEvent(evidence, 'signal.inferred');
  yield again('signal.inferred', (await evidence.event('signal.inferred')).data, await recomputed.inference());
  yield await copyOf(evidence, 'review/facts.json', 'facts.json');
}

/** The conversation, with the model's replies as they were recorded. */
export async function* review(evidence: Evidence, recomputed: Recomputed): Checks {
  yield* stored(evidence, 'transcript.json', 'prompt.txt', 'claims.json', 'team.json');
  if (evidence.lists('journal.json')) yield* stored(evidence, 'journal.json');
  yield again('team.json', (await evidence.context()).pins.team_sha256, evidence.refOf('team.json').sha256);
  const { transcript, prompt, claims } = await recomputed.review();
  yield again('prompt.txt', evidence.refOf('prompt.txt').sha256, prompt.sha256);
  yield again('transcript.json', evidence.refOf('transcript.json').sha256, transcript.sha256);
  yield again('claims.json', evidence.refOf('claims.json').sha256, claims.sha256);
  yield await copyOf(evidence, 'review/prompt.txt', 'prompt.txt');
  yield await copyOf(evidence, 'review/transcript.json', 'transcript.json');
  yield await copyOf(evidence, 'review/claims.json', 'claims.json');
}

/** The TradingSignal: as the conversation makes it, as it was said, and as it was published. */
export async function* decision(evidence: Evidence, recomputed: Recomputed): Checks {
  const { manifest, run } = evidence;
  yield* storedEvent(evidence, 'signal.reviewed');
  const made = await recomputed.review();
  yield again('decision', manifest.decision_sha256 ?? MISSING, decisionSha256(made.signal));
  yield again('signal.reviewed', (await evidence.event('signal.reviewed')).data, made);
  yield { item: 'tag decision_sha256', expected: made.decision_sha256, got: run.tags['decision_sha256'] ?? MISSING };
  const published = { ...made.signal, manifest_sha256: run.tags[MANIFEST_TAG] };
  yield await fileOf(evidence, 'signal.json', prettyJson(published));
}
