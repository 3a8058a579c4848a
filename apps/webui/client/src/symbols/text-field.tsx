import { useId } from 'react';
import { ForeignText } from '../elements/foreign-text';

interface TextFieldProps {
  label: string;
  value: string;
  hint?: string;
  disabled?: boolean;
  lines?: number;
  complaint: string | undefined;
  onChange: (value: string) => void;
}

export function TextField({ label, value, hint, disabled, lines = 1, complaint, onChange }: TextFieldProps) {
  const id = useId();
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(complaint === undefined ? [] : [`${id}-complaint`]),
  ];
  const common = {
    id,
    value,
    disabled,
    spellCheck: false,
    'aria-invalid': complaint !== undefined,
    'aria-describedby': described.length === 0 ? undefined : described.join(' '),
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {lines > 1 ? <textarea {...common} rows={lines} /> : <input {...common} type="text" autoComplete="off" />}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {complaint !== undefined && (
        <p id={`${id}-complaint`} className="complaint">
          <span aria-hidden="true">✕ </span>
          <ForeignText text={complaint} />
        </p>
      )}
    </div>
  );
}
