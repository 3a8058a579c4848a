import type { Observer } from './messages';
import type { TurnOptions } from './chat-agent';

type Item = Parameters<Observer>[0];

/**
 * Turns a run with an observer into a stream of what is observed, ended by the run's result. The run does not wait for
 * its reader; a reader that stops reading aborts it. Errors: the run's.
 */
export async function* streamed<Result>(
  run: (options: TurnOptions) => Promise<Result>,
  signal: AbortSignal,
): AsyncGenerator<Item | Result, void, undefined> {
  const seen: Item[] = [];
  const abandoned = new AbortController();
  let news = Promise.withResolvers<void>();
  const observer: Observer = (item) => {
    seen.push(item);
    news.resolve();
  };
  let ended = false;
  const result = run({ signal: AbortSignal.any([signal, abandoned.signal]), observer }).finally(() => {
    ended = true;
    news.resolve();
  });
  // Attached at once: a run that fails while its reader is busy is no unhandled rejection.
  const settled = Promise.allSettled([result]);
  try {
    while (!ended || seen.length > 0) {
      await news.promise;
      news = Promise.withResolvers();
      yield* seen.splice(0);
    }
    yield await result;
  } finally {
    abandoned.abort();
    await settled;
  }
}
