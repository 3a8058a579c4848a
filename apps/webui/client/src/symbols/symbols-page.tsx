import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../api/queries';
import { symbolsApi, type WorkflowSymbol } from '../api/symbols-api';
import { ForeignText } from '../elements/foreign-text';
import { Empty, Loaded } from '../elements/loaded';
import { Link } from '../navigation/link';
import { runsPath } from '../navigation/route';
import { clock } from './symbol-draft';
import { SymbolDialog } from './symbol-dialog';
import './symbols.css';

type Edited = { symbol: WorkflowSymbol | null };

export function SymbolsPage() {
  const symbols = useQuery(queries.symbols());
  const [edited, setEdited] = useState<Edited>();
  return (
    <>
      <div className="page-head">
        <h1>Symbols</h1>
        <button type="button" className="primary" onClick={() => setEdited({ symbol: null })}>
          Add symbol
        </button>
      </div>
      <p className="muted">
        A request without a symbol runs the enabled ones that have an active link to its workflow, highest priority
        first.
      </p>
      <section className="panel" aria-label="Workflow symbols">
        <Loaded query={symbols} what="the symbols">
          {(list) =>
            list.length === 0 ? (
              <Empty>No symbol yet.</Empty>
            ) : (
              <SymbolsTable symbols={list} onEdit={(symbol) => setEdited({ symbol })} />
            )
          }
        </Loaded>
      </section>
      {edited !== undefined && <SymbolDialog symbol={edited.symbol} onClose={() => setEdited(undefined)} />}
    </>
  );
}

function SymbolsTable({ symbols, onEdit }: { symbols: WorkflowSymbol[]; onEdit: (symbol: WorkflowSymbol) => void }) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Symbols, scrolls sideways">
      <table>
        <caption className="hidden">Workflow symbols</caption>
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            <th scope="col">Enabled</th>
            <th scope="col" className="number">
              Priority
            </th>
            <th scope="col">Links</th>
            <th scope="col">
              <span className="hidden">Edit</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {symbols.map((symbol) => (
            <tr key={symbol.symbol}>
              <th scope="row">
                <Link to={runsPath({ symbol: symbol.symbol, status: '' })} title="Runs of this symbol">
                  {symbol.symbol}
                </Link>{' '}
                <span className="muted">
                  <ForeignText text={symbol.name ?? ''} />
                </span>
              </th>
              <td>
                <EnabledSwitch symbol={symbol} />
              </td>
              <td className="number">{symbol.priority}</td>
              <td>
                <Links symbol={symbol} />
              </td>
              <td className="number">
                <button type="button" aria-label={`Edit ${symbol.symbol}`} onClick={() => onEdit(symbol)}>
                  Edit
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Links({ symbol: { workflows } }: { symbol: WorkflowSymbol }) {
  return (
    <ul className="links">
      {workflows.map((link) => (
        <li key={link.dag_id}>
          <span aria-hidden="true">{link.is_active ? '● ' : '○ '}</span>
          <ForeignText text={link.dag_id} />
          <span className="muted">
            {' '}
            {link.is_active ? 'active' : 'inactive'}
            {link.session_start !== null && `, ${clock(link.session_start)} to ${clock(link.session_end)}`}{' '}
            {link.timezone}
          </span>
        </li>
      ))}
    </ul>
  );
}

function EnabledSwitch({ symbol: { symbol, enabled } }: { symbol: WorkflowSymbol }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => symbolsApi.change(symbol, { enabled: !enabled }),
    onSettled: () => client.invalidateQueries({ queryKey: ['symbols'] }),
  });
  return (
    <>
      <button
        type="button"
        role="switch"
        aria-checked={enabled}
        aria-label={`${symbol} enabled`}
        disabled={change.isPending}
        onClick={() => change.mutate()}
      >
        {enabled ? 'On' : 'Off'}
      </button>
      {change.isError && (
        <p role="alert" className="complaint">
          <ForeignText text={change.error.message} />
        </p>
      )}
    </>
  );
}
