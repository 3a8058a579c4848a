import { canListenOn } from '../../../../stack/processes/free-port';
import { readState } from '../../../../stack/state-file';
import { USUAL_PORTS } from '../../../../stack/usual-ports';
import { examine, type Finding } from './finding';

/** Who has the ports that people expect the parts on. A port that somebody else has is no fault: a free one is used. */
export function portFindings(): Promise<Finding[]> {
  const ours = JSON.stringify(readState()?.env ?? {}) + JSON.stringify(readState()?.urls ?? {});
  return Promise.all(
    Object.entries(USUAL_PORTS).map(([part, port]) =>
      examine(`port: ${part}`, '', async () => {
        if (ours.includes(`:${port}`)) return `${port}, ours`;
        return (await canListenOn(port)) ? `${port}, free` : `${port} is taken by another program: a free one is used`;
      }),
    ),
  );
}
