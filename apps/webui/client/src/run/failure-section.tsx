import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RunDetail } from '../../../src/page/contract';
import { pageApi } from '../api/page-api';
import { Failed } from '../elements/failed';
import { ForeignText } from '../elements/foreign-text';
import { Section } from '../elements/section';

/** Stage, reason and what to do; then the run goes on from that stage. */
export function FailureSection({ detail: { run, fix } }: { detail: RunDetail }) {
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => pageApi.retry(run.run_id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['run', run.run_id] }),
  });
  if (run.status !== 'FAILED' || run.failure === null) return null;
  return (
    <Section id="failure" title="What failed">
      <Failed failure={run.failure} fix={fix} />
      <p>
        <button
          type="button"
          className="primary"
          disabled={retry.isPending || retry.isSuccess}
          onClick={() => retry.mutate()}
        >
          Retry
        </button>{' '}
        <span role="status" className="muted">
          {retry.isSuccess ? `Attempt ${retry.data.attempt} was asked for.` : `Goes on from ${run.failure.stage}.`}
        </span>
      </p>
      {retry.isError && (
        <p role="alert" className="problem">
          The retry was refused: <ForeignText text={retry.error.message} />
        </p>
      )}
    </Section>
  );
}
