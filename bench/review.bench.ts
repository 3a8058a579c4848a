import { measureOverhead } from '../libs/agentchat/src/overhead.bench';
import type { Bench } from './figure';

/** What the review costs beside the model's own time. */
export const bench: Bench = async function* () {
  for (const messages of [10, 40, 200]) {
    const value = await measureOverhead(messages);
    yield { figure: `overhead_ms_${messages}`, value, unit: 'ms CPU per message', samples: 6, target: { atMost: 0.5 } };
  }
};
