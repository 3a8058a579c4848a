import type { Effect, Intent, Intents } from '@trademaster/ledger';
import { FakeWebui } from '../../test/fake-effects';
import type { WebuiArtifact } from './webui-artifacts';
import { WebuiPublication } from './webui-publication';

const artifactOf = (type: WebuiArtifact['type']) =>
  ({ type, step_name: `step_${type}`, run_id: 'a', symbol: 'SIMA', execution_id: 'monday' }) as WebuiArtifact;
const ALL = (['signal', 'llm', 'chart'] as const).map(artifactOf);

/** What is known of each kind, and what was noted. */
class NotedIntents implements Pick<Intents, 'planAll' | 'doneAll'> {
  readonly noted = new Map<string, unknown>();

  constructor(private readonly known: Record<string, Intent['state']> = {}) {}

  planAll(effects: readonly Effect[]): Promise<Intent[]> {
    return Promise.resolve(effects.map(({ kind }) => ({ state: this.known[kind] ?? 'new' })));
  }

  doneAll(effects: readonly (Effect & { result: unknown })[]): Promise<unknown[]> {
    for (const { kind, result } of effects) this.noted.set(kind, result);
    return Promise.resolve(effects.map(({ result }) => result));
  }
}

describe("a run's artifacts in the WebUI", () => {
  let webui: FakeWebui;
  let looks: number;
  beforeEach(() => {
    webui = new FakeWebui();
    looks = 0;
    const ofRun = webui.ofRun.bind(webui);
    webui.ofRun = (run) => {
      looks += 1;
      return ofRun(run);
    };
  });
  const idsOf = (type: string) => webui.rows.filter((row) => row.type === type).map(({ id }) => id);

  it('given nothing was tried, when published, then each is posted and one look is enough', async () => {
    const intents = new NotedIntents();
    await new WebuiPublication(intents, webui).publish(ALL);
    expect(webui.rows.map(({ type }) => type)).toEqual(['signal', 'llm', 'chart']);
    expect(looks).toBe(1);
    expect(Object.fromEntries(intents.noted)).toEqual({ 'webui.signal': 1, 'webui.llm': 2, 'webui.chart': 3 });
  });

  it('given one was tried and is there, another was not stored, when published, then only what is missing is posted', async () => {
    await webui.create(artifactOf('llm'));
    const intents = new NotedIntents({ 'webui.signal': 'done', 'webui.llm': 'planned', 'webui.chart': 'planned' });
    await new WebuiPublication(intents, webui).publish(ALL);
    expect(webui.rows.map(({ type }) => type)).toEqual(['llm', 'chart']);
    expect(Object.fromEntries(intents.noted)).toEqual({ 'webui.llm': 1, 'webui.chart': 2 });
  });

  it('given somebody posted at the same time, when published, then the lowest id stays', async () => {
    await webui.create(artifactOf('chart')); // by who lost the lock in the middle
    const intents = new NotedIntents();
    await new WebuiPublication(intents, webui).publish(ALL);
    expect(idsOf('chart')).toEqual([1]);
    expect(intents.noted.get('webui.chart')).toBe(1);
  });

  it('given all are there, when published again, then the WebUI is left alone', async () => {
    const done = { 'webui.signal': 'done', 'webui.llm': 'done', 'webui.chart': 'done' } as const;
    await new WebuiPublication(new NotedIntents(done), webui).publish(ALL);
    expect([webui.rows, looks]).toEqual([[], 0]);
  });

  it('given a WebUI that does not list what it took, when published, then it is webui_unavailable', async () => {
    webui.ofRun = () => Promise.resolve([]);
    const published = new WebuiPublication(new NotedIntents(), webui).publish(ALL);
    await expect(published).rejects.toMatchObject({ code: 'webui_unavailable', retryable: true });
  });
});
