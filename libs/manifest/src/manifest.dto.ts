import { Type } from 'class-transformer';
import {
  Equals,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  ArtifactRef,
  EVENT_TYPES,
  type EventType,
  type Mode,
  MODES,
  parse,
  RequestRef,
  RUN_ID_PATTERN,
} from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';

const SHA256 = /^[0-9a-f]{64}$/;

/** What was asked for, as the ledger recorded it before anything was done. */
export class ManifestRequest extends RequestRef {
  /** CloudEvents source of the requester, and its own id of the request. */
  @IsString() source: string;
  @IsString() client_id: string;
  @Matches(SHA256) payload_sha256: string;
}

/**
 * An event that the run's end follows from. Its artifact is JSON with the members in the order in which they came: the
 * review's prompt is written in that order. The artifact's sha256 is the event's.
 */
export class ManifestEvent {
  @IsIn(EVENT_TYPES) type: EventType;
  @IsString() id: string;
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) artifact: ArtifactRef;
  /** Over the cause's chain hash and this event's own: see chainSha256. */
  @Matches(SHA256) chain_sha256: string;
}

export class NamedArtifact {
  @IsString() name: string;
  @IsObject() @ValidateNested() @Type(() => ArtifactRef) artifact: ArtifactRef;
}

/** `manifest.json`: hashes of everything that a finished run read, said and made. Why so: docs/decisions/0006. */
export class Manifest {
  @Equals(1) manifest_version: 1;
  @Matches(RUN_ID_PATTERN) run_id: string;
  @IsString() experiment_id: string;
  @IsString() symbol: string;
  @IsIn(MODES) mode: Mode;
  /** The attempt that ended well. */
  @IsInt() @Min(0) attempt: number;
  @IsString() code_version: string;
  /** Of the engine that trained the model that decided. */
  @IsString() engine_version: string;
  @IsObject() @ValidateNested() @Type(() => ManifestRequest) request: ManifestRequest;
  /** Each the cause of the next; the first follows from the request. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ManifestEvent)
  events: ManifestEvent[];
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NamedArtifact)
  inputs: NamedArtifact[];
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NamedArtifact)
  outputs: NamedArtifact[];
  /** Over RFC 8785 JSON of the policy's observation: names, means, scales, clip, window. */
  @Matches(SHA256) features_sha256: string;
  /** What reviewed: a language model's name where the inputs have a journal, else `rules`. */
  @IsOptional() @IsString() reviewed_by?: string;
  @IsOptional() @Matches(SHA256) decision_sha256?: string;
}

/** Where a run's manifest is, under the run's artifact root. */
export const MANIFEST_PATH = 'manifest.json';
/** The run's tag with the manifest's sha256. */
export const MANIFEST_TAG = 'manifest_sha256';

/** Throws `artifact_corrupt` for bytes that are no manifest, naming the field. */
export function readManifest(bytes: Uint8Array): Manifest {
  let plain: unknown;
  try {
    plain = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new PipelineError('artifact_corrupt', `${MANIFEST_PATH} is not JSON`, { field: MANIFEST_PATH, cause });
  }
  return parse(Manifest, plain, { code: 'artifact_corrupt', prefix: MANIFEST_PATH });
}
