import type { IHeaders } from 'kafkajs';

/** A Kafka record as it was delivered, nothing interpreted yet. */
export interface ReceivedMessage {
  topic: string;
  partition: number;
  offset: string;
  /** Milliseconds since the epoch, as Kafka says it. */
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: IHeaders;
}

/** A header as text; the first one where a name stands twice. */
export function headerOf(message: Pick<ReceivedMessage, 'headers'>, name: string): string | undefined {
  const value = message.headers[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? undefined : first.toString();
}

/** RFC 3339 time of the record. */
export function recordedAt({ timestamp }: Pick<ReceivedMessage, 'timestamp'>): string {
  const milliseconds = Number(timestamp);
  return new Date(Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : 0).toISOString();
}
