import type { ClaimStatus, MarkedClaim } from '../../../src/page/contract';
import { ForeignText } from '../elements/foreign-text';
import { Link } from '../navigation/link';

const SHAPE = { supported: '✓', contradicted: '✕', unsupported: '?' } as const;

/** A stated number with its judgement: by word, shape, underline and colour. */
export function ClaimMark({ status, children }: { status: ClaimStatus; children: string }) {
  return (
    <mark className={`claim ${status}`} data-status={status} title={status}>
      <ForeignText text={children} />
      <span className="claim-shape" aria-hidden="true">
        {SHAPE[status]}
      </span>
      <span className="hidden"> ({status})</span>
    </mark>
  );
}

/** How many were judged so. */
export function ClaimCount({ status, count }: { status: ClaimStatus; count: number }) {
  return (
    <span className={`judged ${status}`}>
      <span aria-hidden="true">{SHAPE[status]}</span> {count} {status}
    </span>
  );
}

interface ClaimsTableProps {
  claims: MarkedClaim[];
  caption: string;
  artifactUrl: (name: string) => string | undefined;
}

export function ClaimsTable({ claims, caption, artifactUrl }: ClaimsTableProps) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={`${caption}, scrolls sideways`}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Said</th>
            <th scope="col">Judged</th>
            <th scope="col">Fact</th>
            <th scope="col">What stands there</th>
          </tr>
        </thead>
        <tbody>
          {claims.map((claim, index) => (
            <tr key={index}>
              <th scope="row">
                <ForeignText text={claim.text} />
              </th>
              <td className={`judged ${claim.status}`}>
                <span aria-hidden="true">{SHAPE[claim.status]}</span> {claim.status}
              </td>
              <td>
                <Fact claim={claim} url={claim.artifact === null ? undefined : artifactUrl(claim.artifact)} />
              </td>
              <td>
                <ForeignText text={claim.path === null ? '–' : factText(claim.fact)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Fact({ claim: { path, artifact }, url }: { claim: MarkedClaim; url: string | undefined }) {
  if (path === null) return <span className="muted">no fact fits</span>;
  const text = <code>{path}</code>;
  return url === undefined ? (
    text
  ) : (
    <Link to={url} title={artifact ?? undefined}>
      {text}
    </Link>
  );
}

function factText(fact: unknown): string {
  return typeof fact === 'string' ? fact : (JSON.stringify(fact) ?? 'none');
}
