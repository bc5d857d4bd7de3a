// One article while it is edited: what is typed, what is kept, what is saved, and what the server said.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal, aborted, call, sentence } from '../staff/call';
import type { Article, Revision, Unsaved } from '../staff/http';
import type { Acts } from './acts';
import { actsOn } from './acts';
import { asideOf, takeAlong } from './along';
import type { Keeping } from './autosave';
import { dropKept, madeUpName, newName, useAutosave } from './autosave';
import type { FieldName, Fields } from './content';
import { contentOf, empty, fieldsOf, same, siteMissing } from './content';
import { g } from './gapwords';
import { useNews } from './news';
import type { Go, Route } from './route';
import { toArticle } from './route';
import { t } from './strings';
import { w } from './strings-writing';
import type { Work } from './work';
import { useWork } from './work';

/** What was typed earlier, here or in another browser, and not saved. */
export interface Found {
  fields: Fields;
  /** the revision that it was begun from */
  base: number;
  at: number;
}

/** An article in the editor and what can be done with it. */
export interface Draft {
  /** null until it is loaded, and for a new article until it is saved */
  article: Article | null;
  loading: boolean;
  fields: Fields;
  dirty: boolean;
  /** it is kept elsewhere and only read here */
  locked: boolean;
  work: Work;
  keeping: Keeping;
  /** when this page saved, ms since 1970, 0 if it did not yet */
  savedAt: number;
  /** when this page published, ms since 1970 by the server's clock, 0 if it did not yet */
  publishedAt: number;
  /** the revision that the form was filled from, 0 for a new article */
  base: number;
  /** the revision that somebody else saved meanwhile */
  conflict: Revision | null;
  /** theirs, while both texts are merged by hand */
  merging: Revision | null;
  /** kept earlier, and to be decided about */
  found: Found | null;
  /** id of the gap that this page writes the article for, "" if none */
  gap: string;
  acts: Acts;
  set: (name: FieldName, value: string) => void;
  save: (over?: number) => Promise<Article | null>;
  restore: (revision: Revision) => void;
  loadTheirs: () => void;
  merge: () => void;
  keepEditing: () => void;
  /** fills the form with what somebody else saved */
  showNewest: () => void;
  goOn: () => void;
  /** drops what was found */
  dropFound: () => void;
  /** drops everything that is not saved */
  drop: () => void;
}

const articleAt = (id: string) => `/api/editor/article?${new URLSearchParams({ id })}`;

/** Loads the article of the route, or begins a new one or goes on with it. */
export function useDraft(route: Route, go: Go): Draft {
  const [name] = useState(() => (route.id ? '' : (route.draft ?? madeUpName())));
  const [along] = useState(() => (route.fresh ? takeAlong(name) : { fields: empty, gap: '' }));
  const [article, setArticle] = useState<Article | null>(null);
  const [loading, setLoading] = useState(route.id !== '' || route.draft !== undefined);
  const [fields, setFields] = useState(along.fields);
  const [saved, setSaved] = useState(empty);
  const [base, setBase] = useState(0);
  const [savedAt, setSavedAt] = useState(0);
  const [publishedAt, setPublishedAt] = useState(0);
  const [conflict, setConflict] = useState<Revision | null>(null);
  const [merging, setMerging] = useState<Revision | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const noted = useRef(along.gap === '');
  const work = useWork(setConflict);
  const dirty = !same(fields, saved);
  const locked = (article?.source ?? '') !== '';
  const keptAs = article?.id ?? newName(name);
  const keeping = useAutosave(keptAs, base, fields, dirty, loading || locked || found !== null);
  useNews(article, (news) => setArticle({ ...news, autosave: null }));

  const fill = (revision: Revision) => {
    setBase(revision.number);
    setFields(fieldsOf(revision));
    setSaved(fieldsOf(revision));
  };
  const load = async (signal?: AbortSignal) => {
    try {
      const answer = await call<Article>('GET', articleAt(article?.id ?? route.id), undefined, signal);
      setArticle(answer);
      fill(answer.revision);
      offer(answer);
    } catch (refused) {
      if (aborted(refused)) return;
      work.fail({ text: refused instanceof Refusal && refused.status === 404 ? t.missing : sentence(refused) });
    }
    setLoading(false);
  };
  const offer = ({ id, autosave, revision, source }: Article) => {
    if (!autosave || source) return;
    const mine = fieldsOf(autosave.content);
    if (same(mine, fieldsOf(revision))) void dropKept(id);
    else setFound({ fields: mine, base: autosave.base, at: autosave.at });
  };
  /** Goes on with a new article that was begun earlier. */
  const loadNew = async (signal: AbortSignal) => {
    try {
      const { autosaves } = await call<{ autosaves: Unsaved[] | null }>('GET', '/api/editor/autosaves', undefined, signal);
      const mine = autosaves?.find((other) => other.article === keptAs);
      if (mine) {
        keeping.adopt(keptAs);
        setFields({ ...fieldsOf(mine.content), slug: asideOf(name).slug });
        work.setDone(w.wentOn);
      }
    } catch (refused) {
      if (aborted(refused)) return;
      // Typed over, what was kept would be lost.
      work.fail({ text: sentence(refused) });
      return;
    }
    setLoading(false);
  };
  useEffect(() => {
    const stop = new AbortController();
    if (route.id) void load(stop.signal);
    else if (route.draft) void loadNew(stop.signal);
    else go({ ...route, draft: name }, true);
    return () => stop.abort();
  }, []);

  /** Tells the gap of its article. What fails is tried again when it is saved or published: the article itself is safe. */
  const note = async (id: string) => {
    if (noted.current) return;
    try {
      await call('POST', '/api/editor/gap/write', { id: along.gap, article: id });
      noted.current = true;
    } catch (refused) {
      // A gap that is no more needs no article.
      if (refused instanceof Refusal && refused.status === 404) noted.current = true;
      else work.setFault({ text: g.notNoted });
    }
  };

  const save = async (over?: number): Promise<Article | null> => {
    const sent = fields;
    const content = contentOf(sent);
    if (!content.title) work.fail({ text: t.titleMissing, field: 'title' });
    else if (siteMissing(sent)) work.fail({ text: w.siteMissing, field: 'sites' });
    if (!content.title || siteMissing(sent)) return null;
    await keeping.settle();
    const answer = await work.during('saving', () =>
      article
        ? call<Article>('PUT', articleAt(article.id), { base: over ?? base, ...content })
        : call<Article>('POST', '/api/editor/article', { slug: sent.slug.trim(), ...content }),
    );
    if (!answer) {
      keeping.resume();
      return null;
    }
    setArticle(answer);
    setBase(answer.latest);
    setSaved(sent);
    setSavedAt(Date.now());
    setConflict(null);
    setMerging(null);
    if (!article) {
      void dropKept(keptAs);
      go({ ...toArticle(route, answer.id) }, true);
    }
    await note(answer.id);
    return answer;
  };

  const newest = useRef<Acts | null>(null);
  const acts: Acts = actsOn({
    work,
    article,
    saved: async () => {
      if (article && !dirty) return { id: article.id, revision: base };
      const answer = await save();
      return answer && { id: answer.id, revision: answer.latest };
    },
    show: setArticle,
    published: async (answer) => {
      setPublishedAt(answer.updated);
      await note(answer.id);
    },
    newest: () => newest.current ?? acts,
  });
  newest.current = acts;

  return {
    article,
    loading,
    fields,
    dirty,
    locked,
    work,
    keeping,
    savedAt,
    publishedAt,
    base,
    conflict,
    merging,
    found,
    gap: along.gap,
    acts,
    set: (field, value) => {
      setFields((old) => ({ ...old, [field]: value }));
      if (field === 'slug') asideOf(name).keep(value);
      work.setDone('');
      if (work.fault?.field === field) work.setFault(null);
    },
    save,
    restore: (revision) => {
      setFields(fieldsOf(revision));
      work.setDone(t.restored(revision.number));
    },
    loadTheirs: () => {
      const theirs = conflict ?? merging;
      if (!theirs) return;
      fill(theirs);
      work.setDone(t.loadedTheirs(theirs.number));
      setConflict(null);
      setMerging(null);
      void dropKept(keptAs).then(() => load());
    },
    merge: () => {
      if (!conflict) return;
      setBase(conflict.number);
      setSaved(fieldsOf(conflict));
      setMerging(conflict);
      setConflict(null);
    },
    keepEditing: () => setConflict(null),
    showNewest: () => article && fill(article.revision),
    goOn: () => {
      if (!found) return;
      keeping.adopt(keptAs);
      setFields(found.fields);
      setBase(found.base);
      setFound(null);
    },
    dropFound: () => {
      setFound(null);
      void dropKept(keptAs);
    },
    drop: () => {
      setFields(saved);
      work.setDone(w.dropped);
      setMerging(null);
    },
  };
}
