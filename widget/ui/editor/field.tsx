import type { ComponentChildren } from 'preact';
import type { FieldName, Fields } from './content';

/** What every part of the form gets. */
export interface FormProps {
  fields: Fields;
  /** the field with a fault, and what is wrong */
  fault: { field: FieldName; text: string } | null;
  /** nothing can be changed */
  locked: boolean;
  set: (name: FieldName, value: string) => void;
}

/** The properties of the control of a field; hint says whether it has one. */
export function control({ fields, fault, locked, set }: FormProps, name: FieldName, hint = false) {
  return {
    id: `field-${name}`,
    name,
    value: fields[name],
    readOnly: locked,
    'aria-invalid': fault?.field === name ? ('true' as const) : undefined,
    'aria-describedby': `fault-${name}${hint ? ` hint-${name}` : ''}`,
    'data-test': name,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => set(name, event.currentTarget.value),
  };
}

interface Props {
  form: FormProps;
  name: FieldName;
  label: string;
  hint?: ComponentChildren;
  children: ComponentChildren;
}

/** A control with its label, its fault and its hint. */
export function Field({ form, name, label, hint, children }: Props) {
  return (
    <div class="field">
      <label for={`field-${name}`}>{label}</label>
      {children}
      <FieldFault form={form} name={name} />
      {hint && (
        <p id={`hint-${name}`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** What is wrong with the field. */
export function FieldFault({ form: { fault }, name }: { form: FormProps; name: FieldName }) {
  return (
    <p id={`fault-${name}`} class="fault" role="alert" data-test={`fault-${name}`}>
      {fault?.field === name ? fault.text : ''}
    </p>
  );
}
