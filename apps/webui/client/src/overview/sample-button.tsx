import { useMutation } from '@tanstack/react-query';
import { pageApi } from '../api/page-api';
import { ForeignText } from '../elements/foreign-text';
import { navigate } from '../navigation/navigate';
import { requestPath } from '../navigation/route';

export function SampleButton() {
  const sample = useMutation({
    mutationFn: pageApi.runSample,
    onSuccess: ({ request_id }) => navigate(requestPath(request_id)),
  });
  return (
    <>
      <button type="button" className="primary" disabled={sample.isPending} onClick={() => sample.mutate()}>
        Run the sample
      </button>
      {sample.isError && (
        <p role="alert" className="problem">
          The sample could not be started: <ForeignText text={sample.error.message} />
        </p>
      )}
    </>
  );
}
