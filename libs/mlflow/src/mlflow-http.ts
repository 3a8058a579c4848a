import { setTimeout as sleep } from 'node:timers/promises';
import { PipelineError } from '@trademaster/errors';
import { type Dispatcher, request } from 'undici';

export interface MlflowConnection {
  /** Of the tracking server, which must also serve artifacts: `http://127.0.0.1:5000`. */
  trackingUri: string;
  /** Sent with every call: authorization, for example. */
  headers?: Record<string, string>;
  /** Per call; ten times as long for artifacts. Default 10 s. */
  timeoutMs?: number;
}

export interface MlflowCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string>;
  json?: unknown;
  bytes?: Uint8Array;
  contentType?: string;
  /** Doing it twice equals doing it once: may be tried again when the answer was lost. */
  repeatable?: boolean;
}

export interface MlflowAnswer {
  status: number;
  bytes: Buffer;
  /** MLflow's `error_code`, of refusals. */
  refusal?: string;
}

const TRIES = 3;
const BACKOFF_MS = 200;

/**
 * Calls of MLflow's REST API, with time-outs, and with retries where a call may be repeated. Some forty a run: by undici,
 * because fetch around it takes four times the CPU. Redirections are refusals.
 */
export class MlflowHttp {
  readonly baseUrl: string;

  constructor(private readonly connection: MlflowConnection) {
    this.baseUrl = connection.trackingUri.replace(/\/+$/, '');
  }

  /** Answers below 500 whatever they say; throws `mlflow_unavailable` for silence, 429, 5xx and races lost inside MLflow. */
  async call(call: MlflowCall): Promise<MlflowAnswer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.callOnce(call);
      } catch (error) {
        if (call.repeatable !== true || attempt === TRIES) throw error;
        await sleep(BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
      }
    }
  }

  /** The JSON of a successful answer. Throws as `call`, and `mlflow_rejected` for refusals. */
  async json<T>(call: MlflowCall): Promise<T> {
    return jsonOf<T>(accepted(call, await this.call(call)));
  }

  /** As `json`, but undefined for what does not exist. */
  async jsonIfExists<T>(call: MlflowCall): Promise<T | undefined> {
    const answer = await this.call(call);
    return answer.refusal === 'RESOURCE_DOES_NOT_EXIST' ? undefined : jsonOf<T>(accepted(call, answer));
  }

  private async callOnce(call: MlflowCall): Promise<MlflowAnswer> {
    const where = `${call.method} ${call.path}`;
    let status: number;
    let bytes: Buffer;
    try {
      const { statusCode, body } = await this.send(call);
      status = statusCode;
      bytes = Buffer.from(await body.arrayBuffer());
    } catch (cause) {
      throw new PipelineError('mlflow_unavailable', `MLflow did not answer ${where}: ${reasonOf(cause)}`, { cause });
    }
    if (status >= 500 || status === 429 || isLostRace(status, bytes)) {
      throw new PipelineError('mlflow_unavailable', `MLflow answered ${where} with ${status}: ${excerpt(bytes)}`);
    }
    return status < 300 ? { status, bytes } : { status, bytes, refusal: refusalOf(status, bytes) };
  }

  private send({ method, path, query, json, bytes, contentType }: MlflowCall): Promise<Dispatcher.ResponseData> {
    const timeoutMs = this.connection.timeoutMs ?? 10_000;
    const isArtifact = bytes !== undefined || path.includes('/mlflow-artifacts/');
    const type = json === undefined ? contentType : 'application/json';
    const body = json === undefined ? bytes : JSON.stringify(json);
    return request(`${this.baseUrl}${path}${query ? `?${new URLSearchParams(query).toString()}` : ''}`, {
      method,
      headers: { ...this.connection.headers, ...(type === undefined ? {} : { 'content-type': type }) },
      signal: AbortSignal.timeout(isArtifact ? 10 * timeoutMs : timeoutMs),
      ...(body === undefined ? {} : { body }),
    });
  }
}

/** Throws `mlflow_rejected` unless the call was accepted. */
export function accepted(call: MlflowCall, answer: MlflowAnswer): MlflowAnswer {
  if (answer.refusal === undefined) return answer;
  throw new PipelineError(
    'mlflow_rejected',
    `MLflow refused ${call.method} ${call.path} (${answer.status} ${answer.refusal}): ${excerpt(answer.bytes)}`,
  );
}

function jsonOf<T>(answer: MlflowAnswer): T {
  return JSON.parse(answer.bytes.toString('utf8')) as T;
}

/**
 * MLflow 3 answers 400 when two calls insert the same row, a dataset for example, at the same moment. Where it says that
 * the thing exists already, that is the answer.
 */
function isLostRace(status: number, bytes: Buffer): boolean {
  return status === 400 && bytes.includes('IntegrityError') && refusalOf(status, bytes) !== 'RESOURCE_ALREADY_EXISTS';
}

function refusalOf(status: number, bytes: Buffer): string {
  try {
    const body = JSON.parse(bytes.toString('utf8')) as { error_code?: unknown };
    if (typeof body.error_code === 'string') return body.error_code;
  } catch {
    // a proxy's or a framework's answer: not JSON, so the status has to do
  }
  return status === 404 ? 'NOT_FOUND' : `HTTP_${status}`;
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? `${thrown.message} (${thrown.cause.message})` : thrown.message;
}

function excerpt(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll(/\s+/g, ' ').slice(0, 300);
}
