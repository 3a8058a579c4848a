import { stopStack } from '../../../../stack/stop-stack';
import type { Screen } from '../screen';

/** `trademaster down`: stops what `npm start` runs in this checkout, also after its launcher was killed. */
export async function downCommand(screen: Screen): Promise<number> {
  const stopped = await stopStack((line) => screen.err(line));
  screen.out(stopped ? 'everything that was started here is stopped' : 'nothing was started here');
  return 0;
}
