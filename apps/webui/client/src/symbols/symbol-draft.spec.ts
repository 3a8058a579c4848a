import type { WorkflowSymbol } from '../api/symbols-api';
import { draftOf, NEW_SYMBOL, readDraft } from './symbol-draft';

const SIMA: WorkflowSymbol = {
  symbol: 'SIMA',
  name: null,
  enabled: true,
  priority: 5,
  workflows: [
    {
      dag_id: 'trademaster_autogen_pipeline_workflow',
      is_active: false,
      timezone: 'UTC',
      session_start: '09:30',
      session_end: '16:00',
      allow_weekend: true,
      schedule_interval: null,
      config: { data: { source: 'simulated' } },
    },
  ],
};

describe('the form of a symbol', () => {
  it('given a symbol, when shown and saved unchanged, then it is the same', () => {
    expect(readDraft(draftOf(SIMA))).toEqual({ symbol: SIMA });
  });

  it.each(['{', '[1]', '7'])('given the configuration %s, when saved, then its link is named', (config) => {
    const draft = { ...draftOf(SIMA), workflows: [{ ...NEW_SYMBOL.workflows[0], config } as never] };
    expect(readDraft(draft)).toEqual({ complaints: { 'workflows.0.config': 'must be a JSON object' } });
  });

  it('given no priority, when saved, then the field is named', () => {
    expect(readDraft({ ...draftOf(SIMA), priority: '' })).toEqual({
      complaints: { priority: 'must be a whole number' },
    });
  });
});
