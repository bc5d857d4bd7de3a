import type { ComponentChildren } from 'preact';
import type { FieldName, Fields } from './content';
import { contentOf } from './content';
import { Preview } from './preview';
import { t } from './strings';

interface Props {
  fields: Fields;
  /** the field with a fault, and what is wrong */
  fault: { field: FieldName; text: string } | null;
  set: (name: FieldName, value: string) => void;
}

/** Everything of an article that is written, with the live preview. */
export function Form({ fields, fault, set }: Props) {
  const input = (name: FieldName, extra: string) => ({
    id: `field-${name}`,
    name,
    value: fields[name],
    'aria-invalid': fault?.field === name ? ('true' as const) : undefined,
    'aria-describedby': `fault-${name} ${extra}`,
    'data-test': name,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => set(name, event.currentTarget.value),
  });
  const wrong = (name: FieldName) => (fault?.field === name ? fault.text : '');
  const count = contentOf(fields).phrasings.length;
  return (
    <div class="form">
      <Field name="title" label={t.fieldTitle} fault={wrong('title')}>
        <input type="text" dir="auto" class="big" autocomplete="off" {...input('title', '')} />
      </Field>
      <div class="split">
        <Field name="body" label={t.fieldBody} fault={wrong('body')}>
          <textarea dir="auto" class="markdown" spellcheck {...input('body', '')} />
        </Field>
        <section class="field" aria-label={t.preview}>
          <h3 class="label">{t.preview}</h3>
          <Preview body={fields.body} />
        </section>
      </div>
      <div class="split">
        <Field name="phrasings" label={`${t.fieldPhrasings} (${count})`} hint={t.phrasingsHint} fault={wrong('phrasings')}>
          <textarea dir="auto" rows={8} {...input('phrasings', 'hint-phrasings')} />
        </Field>
        <div>
          <Field name="tags" label={t.fieldTags} hint={t.tagsHint} fault={wrong('tags')}>
            <input type="text" dir="auto" autocomplete="off" {...input('tags', 'hint-tags')} />
          </Field>
          <Field name="category" label={t.fieldCategory} fault={wrong('category')}>
            <input type="text" dir="auto" autocomplete="off" {...input('category', '')} />
          </Field>
          <Field name="locale" label={t.fieldLocale} hint={t.localeHint} fault={wrong('locale')}>
            <input type="text" autocomplete="off" {...input('locale', 'hint-locale')} />
          </Field>
        </div>
      </div>
    </div>
  );
}

interface FieldProps {
  name: FieldName;
  label: string;
  hint?: string;
  fault: string;
  children: ComponentChildren;
}

function Field({ name, label, hint, fault, children }: FieldProps) {
  return (
    <div class="field">
      <label for={`field-${name}`}>{label}</label>
      {children}
      <p id={`fault-${name}`} class="fault" role="alert" data-test={`fault-${name}`}>
        {fault}
      </p>
      {hint && (
        <p id={`hint-${name}`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
