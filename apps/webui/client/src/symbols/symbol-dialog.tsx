import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/http';
import { symbolsApi, type WorkflowSymbol } from '../api/symbols-api';
import { ForeignText } from '../elements/foreign-text';
import { LinkFields } from './link-fields';
import { draftOf, NEW_LINK, NEW_SYMBOL, readDraft, type SymbolDraft } from './symbol-draft';
import { TextField } from './text-field';

interface SymbolDialogProps {
  /** Null: a new one. */
  symbol: WorkflowSymbol | null;
  onClose: () => void;
}

/** Adds or changes a symbol and its links. The dialog is the browser's: Escape closes it, focus stays inside. */
export function SymbolDialog({ symbol, onClose }: SymbolDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const client = useQueryClient();
  const [draft, setDraft] = useState(symbol === null ? NEW_SYMBOL : draftOf(symbol));
  const [unreadable, setUnreadable] = useState<Record<string, string>>({});
  useEffect(() => dialog.current?.showModal(), []);
  const save = useMutation({
    mutationFn: (next: WorkflowSymbol) =>
      symbol === null ? symbolsApi.add(next) : symbolsApi.change(symbol.symbol, changeOf(next)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['symbols'] });
      dialog.current?.close();
    },
  });
  const complaints = { ...serverComplaints(save.error), ...unreadable };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(draft);
    setUnreadable('complaints' in read ? read.complaints : {});
    if ('symbol' in read) save.mutate(read.symbol);
  };
  const change = (part: Partial<SymbolDraft>) => setDraft({ ...draft, ...part });
  const title = symbol === null ? 'Add symbol' : `Edit ${symbol.symbol}`;
  return (
    <dialog ref={dialog} aria-labelledby="symbol-dialog-title" onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <h2 id="symbol-dialog-title">{title}</h2>
        {save.isError && (
          <p role="alert" className="problem">
            Not saved: <ForeignText text={save.error.message} />
          </p>
        )}
        <div className="fields">
          <TextField
            label="Symbol"
            value={draft.symbol}
            disabled={symbol !== null}
            complaint={complaints['symbol']}
            onChange={(value) => change({ symbol: value })}
          />
          <TextField
            label="Name"
            value={draft.name}
            complaint={complaints['name']}
            onChange={(name) => change({ name })}
          />
          <TextField
            label="Priority"
            hint="higher goes first"
            value={draft.priority}
            complaint={complaints['priority']}
            onChange={(priority) => change({ priority })}
          />
        </div>
        <label className="tick">
          <input
            type="checkbox"
            checked={draft.enabled}
            onChange={({ target }) => change({ enabled: target.checked })}
          />{' '}
          Enabled
        </label>
        {draft.workflows.map((link, index) => (
          <LinkFields
            key={index}
            number={index + 1}
            link={link}
            complaintAt={(name) => complaints[`workflows.${index}.${name}`]}
            onChange={(part) =>
              change({ workflows: draft.workflows.map((one, at) => (at === index ? { ...one, ...part } : one)) })
            }
            onRemove={() => change({ workflows: draft.workflows.filter((_, at) => at !== index) })}
          />
        ))}
        {complaints['workflows'] !== undefined && <p className="complaint">{complaints['workflows']}</p>}
        <p>
          <button
            type="button"
            onClick={() => change({ workflows: [...draft.workflows, { ...NEW_LINK, dag_id: '' }] })}
          >
            Add link
          </button>
        </p>
        <div className="dialog-foot">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={save.isPending}>
            Save
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** A symbol keeps its name. */
function changeOf({ name, enabled, priority, workflows }: WorkflowSymbol) {
  return { name, enabled, priority, workflows };
}

/** `['body', 'workflows', 0, 'dag_id']` → `workflows.0.dag_id`. */
function serverComplaints(error: Error | null): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.complaints.map(({ loc, msg }) => [loc.slice(1).join('.'), msg]));
}
