import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/http';
import { ForeignText } from './foreign-text';

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** What is loaded: `the chart`. */
  what: string;
  /** Why there is nothing to load, where there is nothing. */
  missing?: string | undefined;
  children: (data: NonNullable<T>) => ReactNode;
}

/** What a query brought, or that it is still coming, or why it did not come and how to try again. */
export function Loaded<T>({ query, what, missing, children }: LoadedProps<T>) {
  if (missing !== undefined) return <Empty>{missing}</Empty>;
  if (query.data !== undefined && query.data !== null) return children(query.data);
  if (query.isError) return <Problem what={what} error={query.error} onRetry={() => void query.refetch()} />;
  return query.data === null ? <Empty>There is nothing here yet.</Empty> : <Loading what={what} />;
}

export function Loading({ what }: { what: string }) {
  return (
    <p role="status" className="loading">
      Loading {what} …
    </p>
  );
}

export function Problem({ what, error, onRetry }: { what: string; error: Error; onRetry?: () => void }) {
  return (
    <div role="alert" className="problem">
      <p>
        <span aria-hidden="true">✕ </span>
        {error instanceof ApiError && error.status === 401 ? 'Sign in to see ' : 'Could not load '}
        {what}: <ForeignText text={error.message} />
      </p>
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>;
}
