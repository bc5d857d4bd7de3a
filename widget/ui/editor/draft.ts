// One article while it is edited: what is typed, what is saved, and what the server said.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal, aborted, call, sentence } from '../staff/call';
import type { Article, Revision } from '../staff/http';
import { takeAlong } from './along';
import type { FieldName, Fields } from './content';
import { contentOf, empty, fieldNamed, fieldsOf, same } from './content';
import { g } from './gapwords';
import type { Go, Route } from './route';
import { t } from './strings';

/** What the server is doing for us. */
export type Busy = '' | 'saving' | 'publishing' | 'withdrawing';

/** Why something did not work. */
export interface Fault {
  text: string;
  /** the field to mend, if one is to blame */
  field?: FieldName;
  /** the session has ended */
  signedOut?: boolean;
}

/** An article in the editor and what can be done with it. */
export interface Draft {
  /** null until it is loaded, and for a new article until it is saved */
  article: Article | null;
  loading: boolean;
  fields: Fields;
  dirty: boolean;
  busy: Busy;
  fault: Fault | null;
  /** what went well, to tell */
  done: string;
  /** when this page saved, ms since 1970, 0 if it did not yet */
  savedAt: number;
  /** the revision that somebody else saved meanwhile */
  conflict: Revision | null;
  /** id of the gap that this page writes the article for, "" if none */
  gap: string;
  set: (name: FieldName, value: string) => void;
  save: (over?: number) => Promise<Article | null>;
  publish: () => Promise<void>;
  withdraw: () => Promise<void>;
  restore: (revision: Revision) => void;
  loadTheirs: () => void;
  keepEditing: () => void;
}

const articleAt = (id: string) => `/api/editor/article?${new URLSearchParams({ id })}`;

/** Loads the article of the route, or begins a new one. */
export function useDraft(route: Route, go: Go): Draft {
  const [article, setArticle] = useState<Article | null>(null);
  const [loading, setLoading] = useState(route.id !== '');
  const [along] = useState(() => (route.fresh ? takeAlong() : { fields: empty, gap: '' }));
  const [fields, setFields] = useState(along.fields);
  const [saved, setSaved] = useState(empty);
  const [busy, setBusy] = useState<Busy>('');
  const [fault, setFault] = useState<Fault | null>(null);
  const [done, setDone] = useState('');
  const [savedAt, setSavedAt] = useState(0);
  const [conflict, setConflict] = useState<Revision | null>(null);
  const base = useRef(0);
  const working = useRef(false);
  const noted = useRef(along.gap === '');

  const fill = (revision: Revision) => {
    base.current = revision.number;
    setFields(fieldsOf(revision));
    setSaved(fieldsOf(revision));
  };

  const load = async (signal?: AbortSignal) => {
    try {
      const answer = await call<Article>('GET', articleAt(route.id), undefined, signal);
      setArticle(answer);
      fill(answer.revision);
      setLoading(false);
    } catch (refused) {
      if (aborted(refused)) return;
      setLoading(false);
      setFault({ text: refused instanceof Refusal && refused.status === 404 ? t.missing : sentence(refused) });
    }
  };
  useEffect(() => {
    if (!route.id) return;
    const stop = new AbortController();
    void load(stop.signal);
    return () => stop.abort();
  }, []);

  const refuse = (refused: unknown) => {
    const current = refused instanceof Refusal ? refused.body.current : undefined;
    if (refused instanceof Refusal && refused.code === 'conflict' && current) {
      setConflict(current as Revision);
      return;
    }
    if (refused instanceof Refusal && refused.status === 401) {
      setFault({ text: t.signedOut, signedOut: true });
      return;
    }
    const text = sentence(refused);
    const field = refused instanceof Refusal && refused.status === 422 ? fieldNamed(text) : undefined;
    setFault(field ? { text, field } : { text });
  };

  /** Runs one thing at a time and shows what goes wrong. */
  const during = async (what: Busy, work: () => Promise<Article>): Promise<Article | null> => {
    if (working.current) return null;
    working.current = true;
    setBusy(what);
    setFault(null);
    setDone('');
    try {
      const answer = await work();
      setArticle(answer);
      setConflict(null);
      return answer;
    } catch (refused) {
      refuse(refused);
      return null;
    } finally {
      working.current = false;
      setBusy('');
    }
  };

  /** Tells the gap of its article. What fails is tried again when it is saved or published: the article itself is safe. */
  const note = async (id: string) => {
    if (noted.current) return;
    try {
      await call('POST', '/api/editor/gap/write', { id: along.gap, article: id });
      noted.current = true;
    } catch (refused) {
      // A gap that is no more needs no article.
      if (refused instanceof Refusal && refused.status === 404) noted.current = true;
      else setFault({ text: g.notNoted });
    }
  };

  const save = async (over?: number): Promise<Article | null> => {
    const sent = fields;
    const content = contentOf(sent);
    if (!content.title) {
      setFault({ text: t.titleMissing, field: 'title' });
      return null;
    }
    const answer = await during('saving', () =>
      article
        ? call<Article>('PUT', articleAt(article.id), { base: over ?? base.current, ...content })
        : call<Article>('POST', '/api/editor/article', content),
    );
    if (!answer) return null;
    base.current = answer.latest;
    setSaved(sent);
    setSavedAt(Date.now());
    if (!article) go({ ...route, id: answer.id, fresh: false }, true);
    await note(answer.id);
    return answer;
  };

  const dirty = !same(fields, saved);

  const publish = async () => {
    const latest = !article || dirty ? await save() : article;
    if (!latest) return;
    const request = { id: latest.id, revision: latest.latest };
    if (await during('publishing', () => call<Article>('POST', '/api/editor/publish', request))) setDone(t.publishedDone);
    await note(latest.id);
  };

  const withdraw = async () => {
    if (!article) return;
    const request = { id: article.id };
    if (await during('withdrawing', () => call<Article>('POST', '/api/editor/withdraw', request))) setDone(t.withdrawnDone);
  };

  return {
    article,
    loading,
    fields,
    dirty,
    busy,
    fault,
    done,
    savedAt,
    conflict,
    gap: along.gap,
    set: (name, value) => {
      setFields((old) => ({ ...old, [name]: value }));
      setDone('');
      if (fault?.field === name) setFault(null);
    },
    save,
    publish,
    withdraw,
    restore: (revision) => {
      setFields(fieldsOf(revision));
      setDone(t.restored(revision.number));
    },
    loadTheirs: () => {
      if (!conflict) return;
      fill(conflict);
      setDone(t.loadedTheirs(conflict.number));
      setConflict(null);
      void load();
    },
    keepEditing: () => setConflict(null),
  };
}
