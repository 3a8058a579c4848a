import type { LinkDraft } from './symbol-draft';
import { TextField } from './text-field';

interface LinkFieldsProps {
  /** Counts from 1. */
  number: number;
  link: LinkDraft;
  complaintAt: (name: keyof LinkDraft) => string | undefined;
  onChange: (part: Partial<LinkDraft>) => void;
  onRemove: () => void;
}

/** One link of a symbol to a workflow. */
export function LinkFields({ number, link, complaintAt, onChange, onRemove }: LinkFieldsProps) {
  const text = (
    name: Exclude<keyof LinkDraft, 'is_active' | 'allow_weekend'>,
    label: string,
    hint?: string,
    lines = 1,
  ) => (
    <TextField
      label={label}
      hint={hint}
      lines={lines}
      value={link[name]}
      complaint={complaintAt(name)}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <fieldset className="link-fields">
      <legend>Link {number}</legend>
      <div className="fields">
        {text('dag_id', 'DAG')}
        {text('timezone', 'Timezone', 'IANA name, of the session')}
        {text('session_start', 'Session start', 'HH:MM; both or none')}
        {text('session_end', 'Session end', 'HH:MM')}
        {text('schedule_interval', 'Schedule', 'cron')}
      </div>
      {text('config', 'Configuration', 'JSON object, as in New run', 4)}
      <div className="ticks">
        <label className="tick">
          <input
            type="checkbox"
            checked={link.is_active}
            onChange={({ target }) => onChange({ is_active: target.checked })}
          />{' '}
          Active
        </label>
        <label className="tick">
          <input
            type="checkbox"
            checked={link.allow_weekend}
            onChange={({ target }) => onChange({ allow_weekend: target.checked })}
          />{' '}
          Weekends
        </label>
        <button type="button" onClick={onRemove}>
          Remove link {number}
        </button>
      </div>
    </fieldset>
  );
}
