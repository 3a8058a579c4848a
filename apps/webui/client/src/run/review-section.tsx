import { useQuery } from '@tanstack/react-query';
import type { ReviewMessage, RunReview } from '../../../src/page/contract';
import { queries } from '../api/queries';
import { ForeignText } from '../elements/foreign-text';
import { Loaded } from '../elements/loaded';
import { Section } from '../elements/section';
import { wholePercent } from '../format/numbers';
import { ClaimCount, ClaimMark, ClaimsTable } from './claims';
import { passagesOf } from './marked-text';

interface ReviewSectionProps {
  runId: string;
  /** Why there is none, where there is none. */
  missing: string | undefined;
  /** Address of an artifact of the run, by its name. */
  artifactUrl: (name: string) => string | undefined;
}

/** Who said what, and for each number whether a fact of the run bears it out. */
export function ReviewSection({ runId, missing, artifactUrl }: ReviewSectionProps) {
  const review = useQuery({ ...queries.review(runId), enabled: missing === undefined });
  return (
    <Section id="review" title="Review">
      <Loaded query={review} what="the review" missing={missing}>
        {(data) => <Review data={data} artifactUrl={artifactUrl} />}
      </Loaded>
    </Section>
  );
}

function Review({ data, artifactUrl }: { data: RunReview } & Pick<ReviewSectionProps, 'artifactUrl'>) {
  const { messages, grounded_share: share, provenance, stop_reason } = data;
  const count = (status: string) =>
    messages.flatMap(({ claims }) => claims).filter((claim) => claim.status === status).length;
  return (
    <>
      <p>
        {provenance === 'rules' ? 'Reviewed by rules, not by a language model. ' : 'Reviewed by a language model. '}
        It ended because: <ForeignText text={stop_reason} />.
      </p>
      <ul className="claim-counts" aria-label="Claims">
        {(['supported', 'contradicted', 'unsupported'] as const).map((status) => (
          <li key={status}>
            <ClaimCount status={status} count={count(status)} />
          </li>
        ))}
        {share !== null && (
          <li className="muted">{wholePercent(share)} of the stated numbers are borne out by a fact</li>
        )}
      </ul>
      <ol className="transcript" aria-label="Transcript">
        {messages.map((message) => (
          <li key={message.index}>
            <Message message={message} artifactUrl={artifactUrl} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Message({ message, artifactUrl }: { message: ReviewMessage } & Pick<ReviewSectionProps, 'artifactUrl'>) {
  const { index, source, type, claims } = message;
  const isAsked = source === 'user';
  // What the team was given is long: it scrolls, for the keyboard, too.
  const scrolling = isAsked && { tabIndex: 0, role: 'group', 'aria-label': `Message ${index}, scrolls` };
  return (
    <article aria-labelledby={`message-${index}`} className={isAsked ? 'message asked' : 'message'}>
      <h3 id={`message-${index}`}>
        <span className="muted">{index}</span> <ForeignText text={source} />
        {type !== 'TextMessage' && <span className="muted"> {type}</span>}
      </h3>
      {passagesOf(message).map(({ field, segments }) => (
        <div key={field ?? ''} className="passage" {...scrolling}>
          {field !== null && <h4>{field}</h4>}
          <p>
            {segments.map((segment, at) =>
              typeof segment === 'string' ? (
                <ForeignText key={at} text={segment} />
              ) : (
                <ClaimMark key={at} status={segment.status}>
                  {segment.text}
                </ClaimMark>
              ),
            )}
          </p>
        </div>
      ))}
      {claims.length > 0 && (
        <details>
          <summary>{claims.length === 1 ? '1 claim and its fact' : `${claims.length} claims and their facts`}</summary>
          <ClaimsTable claims={claims} caption={`Claims of message ${index}`} artifactUrl={artifactUrl} />
        </details>
      )}
    </article>
  );
}
