import { PIPELINE_DAG_ID, parse, type PipelineEvent, RunRequested } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { Logger } from '@nestjs/common';
import type { WorkflowLink, WorkflowSymbol } from '../storage/workflow-symbol.entity';
import { PublishingRunTrigger } from './publishing-run-trigger';

const link = (overrides: Partial<WorkflowLink> = {}): WorkflowLink => ({
  link_id: 1,
  dag_id: PIPELINE_DAG_ID,
  is_active: true,
  priority: 0,
  timezone: 'UTC',
  session_start: null,
  session_end: null,
  allow_weekend: false,
  schedule_interval: '0 9 * * *',
  config: null,
  ...overrides,
});

const symbol = (overrides: Partial<WorkflowSymbol> = {}): WorkflowSymbol => ({
  id: 3,
  symbol: 'SIMA',
  name: null,
  enabled: true,
  priority: 0,
  conid: 265598,
  created_at: '2026-11-23T06:00:00.000000+00:00',
  updated_at: null,
  workflows: [link()],
  ...overrides,
});

async function publishedFor(created: WorkflowSymbol): Promise<PipelineEvent[]> {
  const published: PipelineEvent[] = [];
  const publish = (...events: PipelineEvent[]) => Promise.resolve(void published.push(...events));
  await new PublishingRunTrigger({ publish }).symbolCreated(created);
  return published;
}

describe('a run for a new symbol', () => {
  it('given an active link to the pipeline, then one run is requested with the conf of the existing backend', async () => {
    const [event, ...rest] = await publishedFor(symbol());
    expect(rest).toEqual([]);
    expect(event).toMatchObject({ type: 'run.requested', source: '/trademaster/webui', attempt: 0 });
    expect(parse(RunRequested, event?.data, { refuseUnknown: true })).toMatchObject({
      dag_id: PIPELINE_DAG_ID,
      symbol: 'SIMA',
      conid: 265598,
      workflow_symbol_id: 3,
    });
  });

  it('given the same creation twice, then the request has the same id', async () => {
    const ids = (await Promise.all([publishedFor(symbol()), publishedFor(symbol())])).map(([event]) => event?.id);
    expect(ids[0]).toBe(ids[1]);
  });

  it.each([
    ['a disabled symbol', symbol({ enabled: false })],
    ['an inactive link', symbol({ workflows: [link({ is_active: false })] })],
    ["another workflow's link", symbol({ workflows: [link({ dag_id: 'finagent_autogen_pipeline_workflow' })] })],
  ])('given %s, then nothing is requested', async (_, created) => {
    expect(await publishedFor(created)).toEqual([]);
  });

  it('given a broker that does not answer, then the symbol is kept and the log says what was not done', async () => {
    const said = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const publish = () => Promise.reject(new PipelineError('broker_unavailable', 'no answer'));
    await new PublishingRunTrigger({ publish }).symbolCreated(symbol());
    expect(said).toHaveBeenCalledWith(expect.stringContaining('SIMA: no answer'));
    said.mockRestore();
  });
});
