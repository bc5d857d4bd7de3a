// Labelled fields that only the settings have. Their faults are read with them, and said when they appear.
import { useId, useState } from 'preact/hooks';
import type { Common } from '../staff/fields';
import { Beneath, Field, TextField } from '../staff/fields';
import { partsOf, same } from '../staff/list';
import type { Typed, Unit } from './duration';
import { faultOf, secondsOf, typedOf, units } from './duration';
import { t } from './strings';

interface ListProps extends Common {
  value: readonly string[];
  set: (value: string[]) => void;
  /** one per line, in so many rows; else separated by commas */
  rows?: number;
}

/** Several words or lines in one field. */
export function ListField({ value, set, rows, ...rest }: ListProps) {
  const separator = rows ? '\n' : ',';
  const [typed, setTyped] = useState('');
  // What is typed stays as it is, commas at its end too, as long as it says what the value is.
  const shown = same(partsOf(typed, separator), value) ? typed : value.join(rows ? '\n' : ', ');
  const change = (text: string) => {
    setTyped(text);
    set(partsOf(text, separator));
  };
  return <TextField {...rest} value={shown} set={change} {...(rows ? { rows } : {})} />;
}

interface ChoiceProps extends Common {
  value: string;
  set: (value: string) => void;
  options: readonly (readonly [value: string, label: string])[];
}

/** One of several. A value that is none of them is shown as it is. */
export function ChoiceField({ label, hint, fault, test, value, set, options }: ChoiceProps) {
  const id = useId();
  const known = options.some(([option]) => option === value);
  return (
    <Field id={id} label={label} hint={hint} fault={fault}>
      <select
        id={id}
        value={value}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={`${id}-fault ${id}-hint`}
        data-test={test}
        onChange={(event) => set(event.currentTarget.value)}
      >
        {!known && <option value={value}>{t.gone(value)}</option>}
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface RadioProps {
  legend: string;
  value: string;
  set: (value: string) => void;
  options: readonly (readonly [value: string, label: string])[];
  test: string;
  /** the legend is for screen readers: the same stands above already */
  silent?: boolean;
}

/** One of a few, all of them seen. */
export function RadioField({ legend, silent, value, set, options, test }: RadioProps) {
  const name = useId();
  return (
    <fieldset class="radios">
      <legend class={silent ? 'gone' : undefined}>{legend}</legend>
      {options.map(([option, label]) => (
        <label key={option} class="check">
          <input type="radio" name={name} checked={value === option} data-test={`${test}-${option}`} onChange={() => set(option)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

interface DurationProps {
  label: string;
  hint?: string;
  /** seconds; undefined is none, see duration.ts */
  value: number | undefined;
  set: (value: number | undefined) => void;
  /** may be left empty */
  optional: boolean;
  test: string;
}

/** An amount of time and its unit. */
export function DurationField({ label, hint, value, set, optional, test }: DurationProps) {
  const id = useId();
  const [kept, setKept] = useState<Typed>(() => typedOf(value));
  const typed = secondsOf(kept) === value ? kept : typedOf(value);
  const fault = faultOf(value, optional);
  const change = (next: Typed) => {
    setKept(next);
    set(secondsOf(next));
  };
  return (
    <fieldset class="field duration">
      <legend>{label}</legend>
      <div>
        <input
          type="text"
          inputmode="decimal"
          autocomplete="off"
          aria-label={t.amount}
          value={typed.amount}
          placeholder={optional ? t.none : undefined}
          aria-invalid={fault ? 'true' : undefined}
          aria-describedby={`${id}-fault ${id}-hint`}
          data-test={test}
          onInput={(event) => change({ ...typed, amount: event.currentTarget.value })}
        />
        <select
          aria-label={t.unit}
          value={typed.unit}
          data-test={`${test}-unit`}
          onChange={(event) => change({ ...typed, unit: event.currentTarget.value as Unit })}
        >
          {units.map((unit) => (
            <option key={unit} value={unit}>
              {t.units[unit]}
            </option>
          ))}
        </select>
      </div>
      <Beneath id={id} hint={hint} fault={fault} />
    </fieldset>
  );
}
