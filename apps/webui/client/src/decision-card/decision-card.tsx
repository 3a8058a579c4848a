import { ActionMark } from '../elements/action';
import { Badges } from '../elements/badges';
import { ForeignText } from '../elements/foreign-text';
import { Instant } from '../elements/instant';
import { instantText } from '../format/instants';
import { words } from '../format/words';
import { Link } from '../navigation/link';
import { cardGroups, type DecisionFacts } from './card-rows';
import { LinkedText } from './linked-text-view';
import { sourcesOf } from './sources';
import './decision-card.css';

interface DecisionCardProps {
  runId: string;
  facts: DecisionFacts;
  mlflowUrl: string | null;
  exchange: string | undefined;
  onRunPage: boolean;
}

/** The decision as the card of `npm start`: action, why, doubt, and where each number comes from. */
export function DecisionCard({ runId, facts, mlflowUrl, exchange, onRunPage }: DecisionCardProps) {
  const sources = sourcesOf({ runId, mlflowUrl, onRunPage });
  const { signal, context } = facts;
  return (
    <article className="decision-card" aria-label={`Decision on ${signal.symbol}`}>
      <header>
        <div className="decision-head">
          <span className="symbol">{signal.symbol}</span>
          {context?.instrument.name !== undefined && (
            <span className="muted">
              <ForeignText text={context.instrument.name} />
            </span>
          )}
          <Badges of={signal} />
        </div>
        <p className="decision-action">
          <ActionMark action={signal.action} large />
          <span className="intent">{words(signal.intent)}</span>
          <span className="score">
            confidence{' '}
            <Link to={sources.metric('decision')} title="confidence: confidence_score">
              {signal.confidence_score}
            </Link>
            <meter min={0} max={100} value={signal.confidence_score} aria-label="Confidence" />
          </span>
        </p>
        <p className="decision-time muted">
          As of{' '}
          <Link to={sources.section('data')} title="the bars">
            <Instant at={signal.as_of} exchange={exchange} />
          </Link>
        </p>
      </header>
      <div className="decision-groups">
        {cardGroups(facts, sources, (iso) => instantText(iso, exchange)).map(({ title, rows }) => (
          <section key={title} aria-label={title} className={`group ${title.toLowerCase().replace(' ', '-')}`}>
            <h3>{title}</h3>
            <dl>
              {rows.map(({ label, parts }) => (
                <div key={label} className="row">
                  <dt>{label}</dt>
                  <dd>
                    <LinkedText parts={parts} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <footer>
        {!onRunPage && <Link to={sources.section('decision')}>Open the run</Link>}
        {mlflowUrl !== null && <Link to={mlflowUrl}>Open in MLflow</Link>}
      </footer>
    </article>
  );
}
