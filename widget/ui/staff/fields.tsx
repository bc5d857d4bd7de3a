// Labelled fields. Their faults are read with them, and said when they appear.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** What every field has. */
export interface Common {
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
      <Beneath id={id} hint={hint} fault={fault} />
    </div>
  );
}

/** What stands under a field, which names both with aria-describedby. */
export function Beneath({ id, hint, fault }: { id: string; hint?: string | undefined; fault?: string | undefined }) {
  return (
    <>
      <p id={`${id}-fault`} class="fault" role="alert">
        {fault}
      </p>
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </>
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
