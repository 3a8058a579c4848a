import { ForeignText } from '../elements/foreign-text';
import { nameOf } from './request-body';
import type { Field } from './schema-fields';

interface FieldInputProps {
  field: Field;
  value: string;
  /** What applies when nothing is given. */
  fallback: string;
  complaint: string | undefined;
  onChange: (value: string) => void;
}

/** One labelled field with its hint, and with what the server said of it. */
export function FieldInput({ field, value, fallback, complaint, onChange }: FieldInputProps) {
  const id = `field-${nameOf(field.path)}`;
  const described = [
    field.hint === '' ? [] : [`${id}-hint`],
    complaint === undefined ? [] : [`${id}-complaint`],
  ].flat();
  const common = {
    id,
    value,
    required: field.required,
    'aria-invalid': complaint !== undefined,
    'aria-describedby': described.length === 0 ? undefined : described.join(' '),
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{field.label}</label>
      <Control field={field} fallback={fallback} common={common} />
      {field.hint !== '' && (
        <p id={`${id}-hint`} className="hint">
          {field.hint}
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

interface ControlProps extends Pick<FieldInputProps, 'field' | 'fallback'> {
  common: {
    id: string;
    value: string;
    required: boolean;
    'aria-invalid': boolean;
    'aria-describedby': string | undefined;
    onChange: (event: { target: { value: string } }) => void;
  };
}

function Control({ field, fallback, common }: ControlProps) {
  switch (field.kind) {
    case 'choice':
    case 'yes-no': {
      const options = field.kind === 'choice' ? field.options : ['yes', 'no'];
      return (
        <select {...common}>
          <option value="">{fallback === '' ? 'not given' : `${fallback} (default)`}</option>
          {options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      );
    }
    case 'json':
      return <textarea {...common} rows={4} spellCheck={false} placeholder={fallback} />;
    default:
      return (
        <input
          {...common}
          type="text"
          inputMode={field.kind === 'text' ? 'text' : field.kind === 'number' ? 'decimal' : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={fallback}
        />
      );
  }
}
