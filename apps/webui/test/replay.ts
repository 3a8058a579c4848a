import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, WebuiUnderTest } from './webui-under-test';

/** A request to the existing backend and what it answered; answers 5xx are kept without their body. */
export interface RecordedPair {
  name: string;
  request: { method: string; path: string; content_type?: string | null; body?: unknown; raw_body?: string };
  response: { status: number; location?: string; content_disposition?: string; body?: unknown };
}

export function recordedPairs(name: 'artifacts' | 'workflow-symbols'): RecordedPair[] {
  const file = join(__dirname, 'fixtures', `recorded-${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as RecordedPair[];
}

type Row = Record<string, unknown> & { id: number };

/**
 * Sends recorded requests to our server, in order. Ids differ: rows that both made are paired as they are made, and
 * rows that only the existing backend made are left out of its recorded lists.
 */
export class Replay {
  private readonly ours = new Map<number, number>();

  constructor(private readonly webui: WebuiUnderTest) {}

  async send({ request, response }: RecordedPair): Promise<Answer> {
    const path = request.path.replace(/^(\/api\/artifacts\/)(\d+)/, (_, way: string, id: string) => {
      return way + String(this.ours.get(Number(id)) ?? id);
    });
    const { body, raw_body: rawBody, content_type: contentType } = request;
    const answer = await this.webui.ask(request.method, path, { body, rawBody, contentType });
    if (request.method === 'POST' && isRow(response.body) && isRow(answer.body)) {
      this.ours.set(response.body.id, answer.body.id);
    }
    return answer;
  }

  /** The recorded body as our server should say it, without times and link ids. */
  expected(body: unknown): unknown {
    return comparable(this.translated(body));
  }

  private translated(value: unknown): unknown {
    if (Array.isArray(value))
      return onlyOnce(value.filter((item) => !this.isOnlyTheirs(item)).map((item) => this.translated(item)));
    if (typeof value !== 'object' || value === null) return value;
    const translated = Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.translated(item)]),
    ) as Record<string, unknown>;
    if (isRow(value)) translated.id = this.ours.get(value.id) ?? value.id;
    if (Array.isArray(translated.artifacts)) translated.total = translated.artifacts.length;
    return translated;
  }

  private isOnlyTheirs(item: unknown): boolean {
    return isRow(item) && 'run_id' in item && !this.ours.has(item.id);
  }
}

/** Without what differs from run to run; of a complaint what programs go by, not its sentence. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const isComplaint = 'loc' in value && 'msg' in value;
  const left = isComplaint ? ['msg', 'ctx'] : ['created_at', 'updated_at', 'link_id'];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !left.includes(key))
      .map(([key, item]) => [key, comparable(item)]),
  );
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Row>).id === 'number';
}

/** A row that the existing backend stored twice is one row with us. */
function onlyOnce(items: unknown[]): unknown[] {
  return items.filter(
    (item, index) => !isRow(item) || items.findIndex((other) => isRow(other) && other.id === item.id) === index,
  );
}
