import { canonicalJson, type EventType, sha256Hex } from '@trademaster/contracts';
import { mlflowModelFiles } from '@trademaster/engine';
import { chainSha256 } from '@trademaster/manifest';
import { type Evidence, MISSING } from './evidence';
import type { Recomputed } from './recomputed';

/** One comparison: of two hashes as a rule. */
export interface Check {
  /** What is compared: a file's name or path, or `… again` for what was computed anew. */
  item: string;
  expected: string;
  got: string;
}

/** Checks one after the other; a later one may rely on the earlier ones. */
export type Checks = AsyncGenerator<Check, void, void>;

/** A stage of a run, checked. The first of its checks stands for it when all are well. */
export type Stage = (evidence: Evidence, recomputed: Recomputed) => Checks;

/** The bytes of what the manifest lists. */
export async function* stored(evidence: Evidence, ...names: string[]): Checks {
  for (const name of names) {
    const { uri, sha256 } = evidence.refOf(name);
    yield { item: name, expected: sha256, got: await evidence.sha256At(uri) };
  }
}

/** An event's bytes, its cause, and the hash that ties it to all before. */
export async function* storedEvent(evidence: Evidence, type: EventType): Checks {
  const { events, request } = evidence.manifest;
  const index = events.findIndex((event) => event.type === type);
  const entry = events[index];
  if (!entry) return yield { item: `${type}.json`, expected: 'an entry of the manifest', got: MISSING };
  const sha256 = await evidence.sha256At(entry.artifact.uri);
  yield { item: `${type}.json`, expected: entry.artifact.sha256, got: sha256 };
  const cause = events[index - 1];
  const chain = chainSha256(cause?.chain_sha256 ?? request.payload_sha256, sha256);
  yield { item: `${type} chain`, expected: entry.chain_sha256, got: chain };
  if (cause)
    yield { item: `${type} cause`, expected: cause.id, got: (await evidence.event(type)).causationid ?? MISSING };
}

/** What was computed again, against what was stored: strings as they are, else by RFC 8785 JSON. */
export function again(item: string, expected: unknown, got: unknown): Check {
  return { item: `${item} again`, expected: hashOf(expected), got: hashOf(got) };
}

/** A file at a path that people know, which must be these bytes. */
export async function fileOf(evidence: Evidence, path: string, bytes: Uint8Array): Promise<Check> {
  return { item: path, expected: sha256Hex(bytes), got: await evidence.sha256At(evidence.uriOf(path)) };
}

/** The same for a copy of what the manifest lists. */
export async function copyOf(evidence: Evidence, path: string, name: string): Promise<Check> {
  return { item: path, expected: evidence.refOf(name).sha256, got: await evidence.sha256At(evidence.uriOf(path)) };
}

/** The files of the run's `model/`. */
export async function* modelFolder(evidence: Evidence, isMeant: (path: string) => boolean = () => true): Checks {
  const onnx = await evidence.get(evidence.refOf('model.onnx'));
  const policy = (await evidence.bytesAt(evidence.refOf('policy.json').uri)) ?? Buffer.alloc(0);
  for (const { path, bytes } of mlflowModelFiles(onnx, policy, evidence.run.runId)) {
    if (isMeant(path)) yield await fileOf(evidence, `model/${path}`, bytes);
  }
}

function hashOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return sha256Hex(canonicalJson(JSON.parse(JSON.stringify(value)) as unknown));
}
