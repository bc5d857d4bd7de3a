import { useEffect, useState } from 'preact/hooks';
import { reading } from '../staff/clock';
import type { Audience, Fields } from './content';
import { rare } from './content';
import { dayWords, inMonths } from './days';
import type { FormProps } from './field';
import { Field, FieldFault, control } from './field';
import { Original } from './original';
import { t } from './strings';
import { w } from './strings-writing';

const audiences: [Audience, string][] = [
  ['everybody', w.everybody],
  ['staff', w.staffOnly],
  ['sites', w.sitesOnly],
];

/** The fields that are used rarely, behind a line that says what is set. */
export function More(form: FormProps & { article: string }) {
  const { fields, fault } = form;
  const [open, setOpen] = useState(false);
  const blamed = fault !== null && rare.includes(fault.field);
  useEffect(() => {
    if (!blamed || !fault) return;
    setOpen(true);
    // Not displayed until then.
    requestAnimationFrame(() => document.getElementById(`field-${fault.field}`)?.focus());
  }, [fault]);
  return (
    <details class="fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)} data-test="more-fields">
      <summary>
        <strong>{w.more}</strong> <span class="hint">{told(fields)}</span>
      </summary>
      <div class="split">
        <div>
          <Field form={form} name="category" label={t.fieldCategory}>
            <input type="text" dir="auto" autocomplete="off" {...control(form, 'category')} />
          </Field>
          <Field form={form} name="locale" label={t.fieldLocale} hint={t.localeHint}>
            <input type="text" autocomplete="off" {...control(form, 'locale', true)} />
          </Field>
          <Review {...form} />
        </div>
        <div>
          <Readers {...form} />
          {open && (fields.original || !form.locked) && <Original {...form} />}
        </div>
      </div>
    </details>
  );
}

/** What is set, in a few words. */
function told(fields: Fields): string {
  const { category, locale, audience, review, original } = fields;
  const set = [
    category.trim(),
    locale.trim() === 'en' ? '' : locale.trim(),
    w.audience[audience],
    review && w.reviewBy(dayWords(review, reading)),
    original && w.isTranslation,
  ];
  return set.filter(Boolean).join(' · ') || w.moreNone;
}

function Readers(form: FormProps) {
  const { fields, locked, set } = form;
  return (
    <fieldset class="field">
      <legend>{w.field('audience')}</legend>
      {audiences.map(([audience, words]) => (
        <label class="check" key={audience}>
          <input
            type="radio"
            name="audience"
            id={audience === 'everybody' ? 'field-audience' : undefined}
            checked={fields.audience === audience}
            disabled={locked}
            onChange={() => set('audience', audience)}
            data-test={`audience-${audience}`}
          />
          {words}
        </label>
      ))}
      {fields.audience === 'sites' && (
        <>
          <input type="text" autocomplete="off" aria-label={w.field('sites')} {...control(form, 'sites', true)} />
          <FieldFault form={form} name="sites" />
          <p id="hint-sites" class="hint">
            {w.sitesHint}
          </p>
        </>
      )}
    </fieldset>
  );
}

function Review(form: FormProps) {
  const { fields, locked, set } = form;
  return (
    <Field form={form} name="review" label={w.field('review')} hint={w.reviewHint}>
      <input type="date" {...control(form, 'review', true)} />
      {!locked && (
        <div class="quick">
          {[3, 6, 12].map((months) => (
            <button type="button" key={months} onClick={() => set('review', inMonths(new Date(), months))} data-test={`review-${months}`}>
              {w.reviewIn(months)}
            </button>
          ))}
          {fields.review && (
            <button type="button" class="quiet" onClick={() => set('review', '')}>
              {w.reviewNone}
            </button>
          )}
        </div>
      )}
    </Field>
  );
}
