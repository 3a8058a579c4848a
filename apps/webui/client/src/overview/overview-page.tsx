import { useQuery } from '@tanstack/react-query';
import type { Overview } from '../../../src/page/contract';
import { queries } from '../api/queries';
import { DecisionCard } from '../decision-card/decision-card';
import { Empty, Loaded } from '../elements/loaded';
import { RunStatus } from '../elements/run-status';
import { Instant } from '../elements/instant';
import { Section } from '../elements/section';
import { Link } from '../navigation/link';
import { runPath } from '../navigation/route';
import { DecisionsTable } from './decisions-table';
import { SampleButton } from './sample-button';
import { ServicesTable } from './services-table';
import './overview.css';

/** The bars of all sources are days that end at midnight UTC. */
const SESSIONS_ZONE = 'UTC';

export function OverviewPage() {
  const overview = useQuery(queries.overview());
  return (
    <>
      <h1>Overview</h1>
      <Loaded query={overview} what="the overview">
        {(data) => (
          <div className="overview">
            <div className="overview-main">
              <Latest overview={data} />
              <Section id="decisions" title="Decisions" aside={<Link to="/runs">All runs</Link>}>
                <DecisionsTable rows={data.decisions} />
              </Section>
            </div>
            <div className="overview-side">
              <Running overview={data} />
              <Section id="services" title="Services">
                <ServicesTable services={data.services} />
              </Section>
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}

function Latest({ overview: { latest, running } }: { overview: Overview }) {
  if (latest !== null) {
    return (
      <Section id="latest" title="Latest decision">
        <DecisionCard
          runId={latest.run.run_id}
          facts={latest}
          mlflowUrl={latest.mlflow_url}
          exchange={SESSIONS_ZONE}
          onRunPage={false}
        />
      </Section>
    );
  }
  return (
    <Section id="latest" title="No decision yet">
      {running.length > 0 ? (
        <p>The first one is being made: see what is running.</p>
      ) : (
        <>
          <p>
            The sample is a simulated instrument: bars, training, backtest, review and decision, in less than a minute
            and without a network.
          </p>
          <SampleButton />
        </>
      )}
    </Section>
  );
}

function Running({ overview: { running } }: { overview: Overview }) {
  return (
    <Section id="running" title="Running">
      {running.length === 0 ? (
        <Empty>Nothing is running.</Empty>
      ) : (
        <ul className="run-links">
          {running.map((row) => (
            <li key={row.run_id}>
              <Link to={runPath(row.run_id)}>{row.symbol}</Link> <RunStatus row={row} />
              <div className="muted">
                since <Instant at={row.started_at} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
