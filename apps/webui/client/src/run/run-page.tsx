import { useQuery } from '@tanstack/react-query';
import type { RunDetail } from '../../../src/page/contract';
import { queries } from '../api/queries';
import { DecisionCard } from '../decision-card/decision-card';
import { ActionMark } from '../elements/action';
import { Badges } from '../elements/badges';
import { ForeignText } from '../elements/foreign-text';
import { Instant } from '../elements/instant';
import { Empty, Loaded } from '../elements/loaded';
import { RunStatus } from '../elements/run-status';
import { Section } from '../elements/section';
import { words } from '../format/words';
import { Link } from '../navigation/link';
import { BacktestSection } from './backtest-section';
import { ChartSection } from './chart-section';
import { EventsSection } from './events-section';
import { ArtifactsSection, DataSection, ParametersSection } from './facts-sections';
import { FailureSection } from './failure-section';
import { ReviewSection } from './review-section';
import { stageNews } from './stage-news';
import { StageTimeline } from './stage-timeline';
import { TrainingSection } from './training-section';
import './run.css';

export function RunPage({ runId }: { runId: string }) {
  const run = useQuery(queries.run(runId));
  return (
    <>
      <h1>Run{run.data !== undefined && ` ${run.data.run.symbol}`}</h1>
      <Loaded query={run} what="the run">
        {(detail) => <Run detail={detail} />}
      </Loaded>
    </>
  );
}

const NOTHING_TRAINED = 'This run trained nothing: the backtest is in the run that made its model.';

function Run({ detail }: { detail: RunDetail }) {
  const { run, stages, context, signal, mlflow_url: mlflowUrl, artifacts, note } = detail;
  const runId = run.run_id;
  const exchange = useQuery({ ...queries.chart(runId), enabled: context !== null }).data?.timezone;
  const missing = (fact: object | null) => (fact !== null ? undefined : notReached(run.status));
  const trains = stages.some(({ stage, state }) => stage === 'trainer' && state !== 'not_needed');
  const reviews = stages.some(({ stage, state }) => stage === 'reviewer' && state !== 'not_needed');
  return (
    <>
      <RunHead detail={detail} exchange={exchange} />
      <p role="status" aria-label="Stage changes" className="hidden">
        {stageNews(detail)}
      </p>
      <Section id="stages" title="Stages">
        <StageTimeline stages={stages} />
      </Section>
      <FailureSection key={run.attempt} detail={detail} />
      <div className="run">
        <div className="run-side">
          <Section id="decision" title="Decision">
            {signal === null ? (
              <Empty>{note === null ? notReached(run.status) : <ForeignText text={note} />}</Empty>
            ) : (
              <DecisionCard
                runId={runId}
                facts={{ ...detail, signal }}
                mlflowUrl={mlflowUrl}
                exchange={exchange}
                onRunPage
              />
            )}
          </Section>
          {trains && <TrainingSection runId={runId} />}
        </div>
        <div className="run-main">
          <ChartSection runId={runId} symbol={run.symbol} missing={missing(context)} />
          <BacktestSection
            runId={runId}
            missing={trains ? missing(detail.training) : NOTHING_TRAINED}
            mlflowUrl={mlflowUrl}
          />
          {reviews && (
            <ReviewSection runId={runId} missing={missing(signal)} artifactUrl={(name) => artifacts[name]?.http_url} />
          )}
        </div>
      </div>
      <div className="run-facts">
        <DataSection context={context} exchange={exchange} />
        <ParametersSection params={detail.params} mlflowUrl={mlflowUrl} />
        <ArtifactsSection artifacts={artifacts} />
      </div>
      <EventsSection runId={runId} />
    </>
  );
}

function notReached(status: RunDetail['run']['status']): string {
  return status === 'RUNNING' ? 'The run has not come to this yet.' : 'The run ended before it came to this.';
}

function RunHead({
  detail: { run, mlflow_url: mlflowUrl },
  exchange,
}: {
  detail: RunDetail;
  exchange: string | undefined;
}) {
  return (
    <div className="run-head">
      <RunStatus row={run} />
      {run.action !== null && <ActionMark action={run.action} />}
      <Badges of={run} />
      <span className="muted">
        {run.mode !== null && `${words(run.mode)}, `}
        {run.attempt > 0 && `attempt ${run.attempt}, `}started <Instant at={run.started_at} exchange={exchange} />
      </span>
      <code className="run-id">{run.run_id}</code>
      {mlflowUrl !== null && <Link to={mlflowUrl}>Open in MLflow</Link>}
    </div>
  );
}
