import { useEffect, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../staff/call';
import type { Article, ArticleLine, ArticlePage, Revision } from '../staff/http';
import { Changes } from './changes';
import type { FormProps } from './field';
import { Field, FieldFault, control } from './field';
import { Preview } from './preview';
import { w } from './strings-writing';

const pause = 250; // ms after the last letter before the search runs

/** The revision that a translation is compared with: the published one, or the newest of an article that is not. */
export const toTranslate = (article: Article) => article.published || article.latest;

/** The article that this one translates, and which revision of it it says the same as. */
export function Original(form: FormProps & { article: string }) {
  const { fields, article, set } = form;
  const choose = (id: string) => {
    set('original', id);
    set('originalRevision', '');
  };
  return (
    <div class="field" data-test="original-field">
      <h3 class="label">{w.field('original')}</h3>
      {fields.original ? <Chosen key={fields.original} {...form} remove={() => choose('')} /> : <Search self={article} choose={choose} />}
      <FieldFault form={form} name="original" />
    </div>
  );
}

function Chosen(form: FormProps & { remove: () => void }) {
  const { fields, locked, set, remove } = form;
  const [original, setOriginal] = useState<Article | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    call<Article>('GET', `/api/editor/article?${new URLSearchParams({ id: fields.original })}`, undefined, stop.signal).then(
      (answer) => {
        setOriginal(answer);
        if (!fields.originalRevision && !locked) set('originalRevision', String(toTranslate(answer)));
      },
      (refused: unknown) => {
        if (!aborted(refused)) setFault(`${w.originalGone} ${sentence(refused)}`);
      },
    );
    return () => stop.abort();
  }, []);
  const newest = original ? toTranslate(original) : 0;
  const reached = Number(fields.originalRevision);
  const behind = reached > 0 && reached < newest;
  const shown = original?.published_revision ?? original?.revision;
  return (
    <>
      <p dir="auto">
        <strong data-test="original">{shown?.title ?? fields.original}</strong> {shown && <span class="chip">{shown.locale}</span>}
      </p>
      <p class="fault" role="alert">
        {fault}
      </p>
      <Field form={form} name="originalRevision" label={w.sameAs} hint={newest > 0 && w.sameAsHint(newest)}>
        <input type="number" min={1} max={original?.latest} {...control(form, 'originalRevision', true)} class="short" />
      </Field>
      {behind && (
        <p class="notice" data-test="behind">
          {w.behind(newest)}{' '}
          <button type="button" disabled={locked} onClick={() => set('originalRevision', String(newest))}>
            {w.caughtUp(newest)}
          </button>
        </p>
      )}
      {behind && shown && <Since id={fields.original} from={reached} to={shown} />}
      {shown && (
        <details>
          <summary>{w.originalText}</summary>
          <Preview body={shown.body} />
        </details>
      )}
      {!locked && (
        <button type="button" class="quiet" id="field-original" aria-describedby="fault-original" onClick={remove} data-test="original-remove">
          {w.originalRemove}
        </button>
      )}
    </>
  );
}

/** What changed in the original since the revision that was translated. */
function Since({ id, from, to }: { id: string; from: number; to: Revision }) {
  const [open, setOpen] = useState(false);
  const [before, setBefore] = useState<Revision | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    if (!open) return;
    const query = new URLSearchParams({ id, number: String(from) });
    call<Revision>('GET', `/api/editor/revision?${query}`).then(setBefore, (refused: unknown) => setFault(sentence(refused)));
  }, [open, from]);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.originalChanges}</summary>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {before && <Changes before={before} after={to} />}
    </details>
  );
}

function Search({ self, choose }: { self: string; choose: (id: string) => void }) {
  const [words, setWords] = useState('');
  const [lines, setLines] = useState<ArticleLine[] | null>(null);
  const [fault, setFault] = useState('');
  const q = words.trim();
  useEffect(() => {
    setLines(null);
    if (!q) return;
    const stop = new AbortController();
    const load = async () => {
      try {
        const page = await call<ArticlePage>('GET', `/api/editor/articles?${new URLSearchParams({ q })}`, undefined, stop.signal);
        setLines((page.articles ?? []).filter((line) => line.id !== self).slice(0, 6));
        setFault('');
      } catch (refused) {
        if (!aborted(refused)) setFault(sentence(refused));
      }
    };
    const timer = setTimeout(load, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [q]);
  return (
    <>
      <input
        id="field-original"
        type="search"
        aria-label={w.originalSearch}
        placeholder={w.originalSearch}
        aria-describedby="fault-original"
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
        data-test="original-search"
      />
      <p class="hint" role="status">
        {lines && (lines.length > 0 ? w.originalFound(lines.length) : w.originalNone)}
      </p>
      <p class="fault" role="alert">
        {fault}
      </p>
      <ul class="found">
        {lines?.map((line) => (
          <li key={line.id}>
            <button type="button" class="quiet" onClick={() => choose(line.id)} data-test="original-pick">
              <span dir="auto">{line.title}</span> <span class="chip">{line.locale}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
