import { BodyField } from './bodyfield';
import { contentOf } from './content';
import type { FormProps } from './field';
import { Field, control } from './field';
import { Later } from './later';
import { More } from './more';
import { Preview } from './preview';
import { slugOf } from './slug';
import { t } from './strings';
import { w } from './strings-writing';

interface Props extends FormProps {
  /** the article is new: its slug is still open */
  fresh: boolean;
  /** id of the article, "" for a new one */
  article: string;
  /** a language model is there */
  model: boolean;
}

const assistPages = () => import('./assist/pages');

/** Everything of an article that is written, with the live preview. */
export function Form(form: Props) {
  const { fields } = form;
  const content = contentOf(fields);
  return (
    <div class="form">
      <Field form={form} name="title" label={t.fieldTitle}>
        <input type="text" dir="auto" class="big" autocomplete="off" {...control(form, 'title')} />
      </Field>
      {form.fresh && <Slug {...form} />}
      <div class="split">
        <BodyField {...form} />
        <section class="field" aria-label={t.preview}>
          <h3 class="label">{t.preview}</h3>
          <Preview body={fields.body} />
        </section>
      </div>
      <div class="split">
        <div>
          <Field form={form} name="phrasings" label={`${t.fieldPhrasings} (${content.phrasings.length})`} hint={t.phrasingsHint}>
            <textarea dir="auto" rows={5} {...control(form, 'phrasings', true)} />
          </Field>
          {form.model && !form.locked && (
            <Later
              inside
              load={assistPages}
              show={({ Phrasings }) => <Phrasings article={form.article} content={content} set={(lines) => form.set('phrasings', lines)} />}
            />
          )}
        </div>
        <Field form={form} name="tags" label={t.fieldTags} hint={t.tagsHint}>
          <input type="text" dir="auto" autocomplete="off" {...control(form, 'tags', true)} />
        </Field>
      </div>
      <More {...form} />
    </div>
  );
}

/** The name in the address: made of the title until somebody types another. */
function Slug(form: Props) {
  const { fields, set } = form;
  const hint = fields.slug ? (
    <>
      {w.slugHint}{' '}
      <button type="button" class="link" onClick={() => set('slug', '')}>
        {w.slugBack}
      </button>
    </>
  ) : (
    w.slugMade
  );
  return (
    <Field form={form} name="slug" label={w.field('slug')} hint={hint}>
      <input
        type="text"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        {...control(form, 'slug', true)}
        value={fields.slug || slugOf(fields.title)}
      />
    </Field>
  );
}
