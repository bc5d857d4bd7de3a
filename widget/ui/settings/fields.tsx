// Labelled fields. Their faults are read with them, and said when they appear.
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Typed, Unit } from './duration';
import { faultOf, secondsOf, typedOf, units } from './duration';
import { partsOf, same } from './list';
import { t } from './strings';

interface Common {
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
  test: string;
}

interface TextProps extends Common {
  value: string;
  set: (value: string) => void;
  /** rows of a longer text; a single line without it */
  rows?: number;
  /** after the field is left */
  leave?: (value: string) => void;
  placeholder?: string;
  list?: string;
  type?: 'text' | 'date' | 'search';
}

/** A line or more of text. */
export function TextField({ label, hint, fault, test, value, set, rows, leave, placeholder, list, type = 'text' }: TextProps) {
  const id = useId();
  const shared = {
    id,
    value,
    dir: 'auto' as const,
    placeholder,
    'aria-invalid': fault ? ('true' as const) : undefined,
    'aria-describedby': `${id}-fault ${id}-hint`,
    'data-test': test,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => set(event.currentTarget.value),
    onChange: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => leave?.(event.currentTarget.value),
  };
  return (
    <Field id={id} label={label} hint={hint} fault={fault}>
      {rows ? <textarea rows={rows} {...shared} /> : <input type={type} autocomplete="off" list={list} {...shared} />}
    </Field>
  );
}

/** A field's label, its fault and its hint around it. */
export function Field({ id, label, hint, fault, children }: { id: string; label: string; hint?: string | undefined; fault?: string | undefined; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      <p id={`${id}-fault`} class="fault" role="alert">
        {fault}
      </p>
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

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

interface CheckProps {
  label: string;
  hint?: string;
  value: boolean;
  set: (value: boolean) => void;
  test: string;
}

/** Yes or no. */
export function CheckField({ label, hint, value, set, test }: CheckProps) {
  const id = useId();
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          checked={value}
          aria-describedby={hint ? `${id}-hint` : undefined}
          data-test={test}
          onChange={(event) => set(event.currentTarget.checked)}
        />
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
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
      <p id={`${id}-fault`} class="fault" role="alert">
        {fault}
      </p>
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
