import { type FormEvent, useState } from 'react';
import type { RunFilter } from '../api/page-api';
import { navigate } from '../navigation/navigate';
import { runsPath } from '../navigation/route';
import { RunList } from './run-list';
import './runs.css';

const STATUSES = [
  ['', 'All'],
  ['RUNNING', 'Running'],
  ['FINISHED', 'Finished'],
  ['FAILED', 'Failed'],
] as const;

export function RunsPage({ filter }: { filter: RunFilter }) {
  const [symbol, setSymbol] = useState(filter.symbol);
  const search = (next: Partial<RunFilter>) =>
    navigate(runsPath({ ...filter, symbol: symbol.trim().toUpperCase(), ...next }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    search({});
  };
  return (
    <>
      <h1>Runs</h1>
      <form role="search" aria-label="Filter runs" className="run-filter" onSubmit={submit}>
        <div className="field">
          <label htmlFor="filter-symbol">Symbol</label>
          <input
            id="filter-symbol"
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={symbol}
            onChange={({ target }) => setSymbol(target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor="filter-status">Status</label>
          <select id="filter-status" value={filter.status} onChange={({ target }) => search({ status: target.value })}>
            {STATUSES.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">Filter</button>
      </form>
      <RunList key={`${filter.symbol}/${filter.status}`} filter={filter} />
    </>
  );
}
