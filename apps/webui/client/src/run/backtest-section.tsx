import { useQuery } from '@tanstack/react-query';
import type { RunBacktest } from '../../../src/page/contract';
import { queries } from '../api/queries';
import { sourcesOf } from '../decision-card/sources';
import { ForeignText } from '../elements/foreign-text';
import { Loaded } from '../elements/loaded';
import { Section } from '../elements/section';
import { LineFigure } from '../figure/line-figure';
import { percent, plain } from '../format/numbers';
import { words } from '../format/words';
import { LinkedText } from '../decision-card/linked-text-view';
import { linkNumbers } from '../decision-card/linked-text';
import { MetricsTable } from './metrics-table';

interface BacktestSectionProps {
  runId: string;
  /** Why there is none, where there is none. */
  missing: string | undefined;
  mlflowUrl: string | null;
}

export function BacktestSection({ runId, missing, mlflowUrl }: BacktestSectionProps) {
  const backtest = useQuery({ ...queries.backtest(runId), enabled: missing === undefined });
  const metricUrl = sourcesOf({ runId, mlflowUrl, onRunPage: true }).metric('backtest');
  return (
    <Section id="backtest" title="Backtest">
      <Loaded query={backtest} what="the backtest" missing={missing}>
        {(data) => <Backtest data={data} metricUrl={metricUrl} />}
      </Loaded>
    </Section>
  );
}

function Backtest({ data, metricUrl }: { data: RunBacktest; metricUrl: string }) {
  const { dates, curves, seeds, result } = data;
  const { verdict } = result;
  const band = seeds === null ? undefined : { name: 'seeds, middle half', low: seeds.low, high: seeds.high };
  const names = curves.map(({ name }, style) => ({ name: words(name), style }));
  return (
    <>
      <section aria-label="Verdict" className={`verdict ${verdict.verdict}`}>
        <h3>
          Verdict: <span className="verdict-word">{words(verdict.verdict)}</span>
        </h3>
        <p>
          <LinkedText parts={linkNumbers(verdict.statement, metricUrl, 'metrics in MLflow')} />
        </p>
        <p className="muted">
          <LinkedText parts={linkNumbers(verdictData(data), metricUrl, 'metrics in MLflow')} />
        </p>
      </section>
      <LineFigure
        title="Equity"
        unit="Session"
        positions={dates}
        lines={curves.map(({ equity }, index) => ({ ...nameOf(names, index), values: equity }))}
        band={band}
        format={plain}
        reference={1}
      />
      <LineFigure
        title="Drawdown"
        unit="Session"
        positions={dates}
        lines={curves.map(({ drawdown }, index) => ({ ...nameOf(names, index), values: drawdown }))}
        format={percent}
        reference={0}
        height={140}
      />
      <MetricsTable result={result} metricUrl={metricUrl} />
      {seeds === null && (
        <p className="muted">
          <ForeignText text="The paths of single seeds were not kept; how they spread is in the last column of the table." />
        </p>
      )}
    </>
  );
}

function nameOf(names: { name: string; style: number }[], index: number) {
  return names[index] ?? { name: '', style: index };
}

function verdictData({ result: { verdict, out_of_sample: span } }: RunBacktest): string {
  const needed = verdict.bars_needed === undefined ? '' : `, and it would take about ${verdict.bars_needed}`;
  return `${span.first_date} to ${span.last_date}, never seen in training, after costs. The test had ${verdict.bars_had} bars${needed}. Confidence is capped at ${verdict.confidence_cap}.`;
}
