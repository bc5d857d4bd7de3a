// One article while it is edited: what is typed, what is kept, what is saved, and what the server said.
import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../staff/call';
import type { Article, Revision } from '../staff/http';
import type { Acts } from './acts';
import { actsOn } from './acts';
import { asideOf, draftedAs, keepDrafted, takeAlong } from './along';
import type { Keeping } from './autosave';
import { dropKept, madeUpName, newName, useAutosave } from './autosave';
import type { FieldName, Fields } from './content';
import { contentOf, empty, fieldsOf, same, siteMissing } from './content';
import { useGapNote } from './gapnote';
import { useNews } from './news';
import { articleAt, useOpening } from './opening';
import type { Found } from './othertext';
import { useTheirs } from './othertext';
import type { Go, Route } from './route';
import { toArticle } from './route';
import { t } from './strings';
import { w } from './strings-writing';
import { useText } from './text';
import type { Fault, Work } from './work';
import { useWork } from './work';

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
  /** its id, or the made-up name of a new one */
  name: string;
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

/** Loads the article of the route, or begins a new one or goes on with it. */
export function useDraft(route: Route, go: Go): Draft {
  const [name] = useState(() => (route.id ? '' : (route.draft ?? madeUpName())));
  const [along] = useState(() => (route.fresh ? takeAlong(name) : { fields: empty, gap: '' }));
  const [article, setArticle] = useState<Article | null>(null);
  const [savedAt, setSavedAt] = useState(0);
  const [publishedAt, setPublishedAt] = useState(0);
  const [conflict, setConflict] = useState<Revision | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const text = useText(along.fields);
  const { fields, dirty, base } = text;
  const work = useWork(setConflict);
  const theirs = useTheirs(text, conflict, setConflict);
  const note = useGapNote(along.gap, work);
  const { loading, open } = useOpening({
    route,
    name,
    work,
    opened: (answer) => {
      setArticle(answer);
      text.fill(answer.revision);
      const { id, autosave, revision, source } = answer;
      if (!autosave || source) return;
      const mine = fieldsOf(autosave.content);
      if (same(mine, fieldsOf(revision))) void dropKept(id);
      else setFound({ fields: mine, base: autosave.base, at: autosave.at });
    },
    begun: ({ content }) => {
      keeping.adopt(keptAs);
      text.put({ ...fieldsOf(content), slug: asideOf(name).slug });
      work.setDone(w.wentOn);
    },
  });
  useEffect(() => {
    if (!route.id && !route.draft) go({ ...route, draft: name }, true);
  }, []);
  const locked = (article?.source ?? '') !== '';
  const keptAs = article?.id ?? newName(name);
  const keeping = useAutosave(keptAs, base, fields, dirty, loading || locked || found !== null);
  useNews(article, setArticle);

  const save = async (over?: number): Promise<Article | null> => {
    const missing = missingIn(fields);
    if (missing) {
      work.fail(missing);
      return null;
    }
    const content = contentOf(fields);
    await keeping.settle();
    const answer = await work.during('saving', () =>
      article
        ? call<Article>('PUT', articleAt(article.id), { base: over ?? base, ...content })
        : call<Article>('POST', '/api/editor/article', { slug: fields.slug.trim(), ...content }),
    );
    if (!answer) {
      keeping.resume();
      return null;
    }
    setArticle(answer);
    text.savedAs(fields, answer.latest);
    setSavedAt(Date.now());
    theirs.settle();
    if (!article) {
      void dropKept(keptAs);
      keepDrafted(answer.id, draftedAs(name));
      go(toArticle(route, answer.id), true);
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
    merging: theirs.merging,
    found,
    gap: along.gap,
    name: article?.id ?? name,
    acts,
    set: (field, value) => {
      text.set(field, value);
      if (field === 'slug') asideOf(name).keep(value);
      work.setDone('');
      if (work.fault?.field === field) work.setFault(null);
    },
    save,
    restore: (revision) => {
      text.put(fieldsOf(revision));
      work.setDone(t.restored(revision.number));
    },
    loadTheirs: () => {
      const number = theirs.load();
      if (!number || !article) return;
      work.setDone(t.loadedTheirs(number));
      // They may have saved again meanwhile.
      void dropKept(keptAs).then(() => open(article.id));
    },
    merge: theirs.merge,
    keepEditing: theirs.keepEditing,
    showNewest: () => article && text.fill(article.revision),
    goOn: () => {
      if (!found) return;
      keeping.adopt(keptAs);
      text.put(found.fields);
      text.over(found.base);
      setFound(null);
    },
    dropFound: () => {
      setFound(null);
      void dropKept(keptAs);
    },
    drop: () => {
      text.put(text.saved);
      work.setDone(w.dropped);
      theirs.stopMerging();
    },
  };
}

/** What must be mended before the server is asked, null if nothing. */
function missingIn(fields: Fields): Fault | null {
  if (!fields.title.trim()) return { text: t.titleMissing, field: 'title' };
  return siteMissing(fields) ? { text: w.siteMissing, field: 'sites' } : null;
}
