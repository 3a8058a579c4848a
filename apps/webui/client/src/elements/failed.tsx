import type { Failure } from '@trademaster/contracts';
import { words } from '../format/words';
import { ForeignText } from './foreign-text';

/** Stage, reason, and what to do about it. */
export function Failed({ failure, fix }: { failure: Failure; fix: string | null }) {
  return (
    <dl className="failed">
      <div className="row">
        <dt>Stage</dt>
        <dd>{failure.stage}</dd>
      </div>
      <div className="row">
        <dt>Reason</dt>
        <dd>
          {words(failure.code)}
          {failure.field !== undefined && (
            <>
              {' '}
              (<code>{failure.field}</code>)
            </>
          )}
          : <ForeignText text={failure.message} />
        </dd>
      </div>
      {fix !== null && (
        <div className="row">
          <dt>What to do</dt>
          <dd>
            <ForeignText text={fix} />
          </dd>
        </div>
      )}
    </dl>
  );
}
