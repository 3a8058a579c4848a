import type { RunDetail } from '../../../src/page/contract';

/** The one thing to say aloud about a run now: which stage works, or how it ended. */
export function stageNews({ run, stages }: Pick<RunDetail, 'run' | 'stages'>): string {
  if (run.status === 'FAILED') return `The run failed at ${run.failure?.stage ?? run.stage ?? 'an unknown stage'}`;
  if (run.status === 'FINISHED') return 'The run has finished';
  const working = stages.find(({ state }) => state === 'running');
  return working === undefined ? 'The run waits for its first stage' : `${working.stage} is running`;
}
