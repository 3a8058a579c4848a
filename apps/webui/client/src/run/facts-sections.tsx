import type { RunContext } from '@trademaster/contracts';
import type { RunDetail } from '../../../src/page/contract';
import { ForeignText } from '../elements/foreign-text';
import { Instant } from '../elements/instant';
import { Empty } from '../elements/loaded';
import { Section } from '../elements/section';
import { bytes } from '../format/numbers';
import { title, words } from '../format/words';
import { Link } from '../navigation/link';

/** What the run was made on. */
export function DataSection({ context, exchange }: { context: RunContext | null; exchange: string | undefined }) {
  return (
    <Section id="data" title="Data">
      {context === null ? (
        <Empty>The bars were not fetched yet.</Empty>
      ) : (
        <dl>
          <Row label="instrument">
            <ForeignText text={context.instrument.name ?? context.instrument.ticker} />
            {context.instrument.simulated && ' (simulated: these prices never traded anywhere)'}
          </Row>
          <Row label="source">
            {context.instrument.source}, prices {adjustmentText(context.instrument.adjustment)},{' '}
            {context.instrument.bar_size}, calendar {context.instrument.calendar}
          </Row>
          <Row label="bars">
            {context.bars.count}, {context.bars.first_date} to {context.bars.last_date}
            {context.bars.dropped_unfinished !== undefined && `; ${context.bars.dropped_unfinished} had not closed`}
          </Row>
          <Row label="last close">
            <Instant at={context.bars.last_bar_closed_at} exchange={exchange} />
          </Row>
          <Row label="as of">
            <Instant at={context.as_of} exchange={exchange} />
          </Row>
          <Row label="trials">
            {context.trials.count} on overlapping windows, this one included: what luck has to be discounted for
          </Row>
        </dl>
      )}
    </Section>
  );
}

function adjustmentText(adjustment: string): string {
  return adjustment === 'none' ? 'as the source gives them' : adjustment;
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="row">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function ParametersSection({ params, mlflowUrl }: { params: Record<string, string>; mlflowUrl: string | null }) {
  const entries = Object.entries(params);
  return (
    <Section
      id="parameters"
      title="Parameters"
      aside={mlflowUrl !== null && <Link to={`${mlflowUrl}/overview`}>In MLflow</Link>}
    >
      {entries.length === 0 ? (
        <Empty>Known when the bars are there.</Empty>
      ) : (
        <div className="table-scroll tall" tabIndex={0} role="group" aria-label="Parameters, scrolls">
          <table>
            <caption className="hidden">Parameters</caption>
            <thead className="hidden">
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">
                    <ForeignText text={name} />
                  </th>
                  <td className="number">
                    <ForeignText text={value} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

export function ArtifactsSection({ artifacts }: Pick<RunDetail, 'artifacts'>) {
  const entries = Object.entries(artifacts);
  return (
    <Section id="artifacts" title="Artifacts">
      {entries.length === 0 ? (
        <Empty>None yet.</Empty>
      ) : (
        <div className="table-scroll tall" tabIndex={0} role="group" aria-label="Artifacts, scrolls">
          <table>
            <caption className="hidden">Artifacts in MLflow</caption>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" className="number">
                  Size
                </th>
                <th scope="col">sha256</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(([name, { http_url: url, bytes: size, sha256 }]) => (
                <tr key={name}>
                  <th scope="row">
                    <Link to={url}>{title(words(name))}</Link>
                  </th>
                  <td className="number">{bytes(size)}</td>
                  <td>
                    <code title={sha256}>{sha256.slice(0, 12)}…</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
