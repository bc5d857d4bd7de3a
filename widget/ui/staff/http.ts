// The JSON that the staff surfaces and the server exchange over HTTP.
import type { Node } from '../shared/nodes';

/** Who is signed in. */
export interface Me {
  id: string;
  name: string;
  email: string;
  roles: string[];
  /** a language model is there: what it helps with is shown */
  model?: boolean;
}

/** What the search index can do at the moment. */
export type IndexState = 'ready' | 'titles-only' | 'down';

/** Where an article stands. */
export type ArticleStatus = 'draft' | 'published' | 'withdrawn';

/** Everything of a revision that an editor writes. */
export interface Content {
  title: string;
  /** Markdown */
  body: string;
  phrasings: string[];
  tags: string[];
  category: string;
  /** BCP 47 */
  locale: string;
  /** names of the sites whose customers may read it; ["staff"]: nobody but the staff; none: everybody */
  audience: string[] | null;
  /** the day from which on somebody should see whether it is still true, as 2026-12-31; "" if none */
  review: string;
  /** id of the article that this one is a translation of, "" if it is none */
  original: string;
  /** the revision of that one which it says the same as, 0 if none */
  original_revision: number;
}

/** One immutable version of an article. */
export interface Revision extends Content {
  number: number;
  author: string;
  /** ms since 1970 */
  at: number;
}

/** An article as the editor sees it. */
export interface Article {
  id: string;
  status: ArticleStatus;
  /** number of the newest revision */
  latest: number;
  /** number of the published revision, 0 if none */
  published: number;
  created: number;
  updated: number;
  revision: Revision;
  published_revision: Revision | null;
  /** where it is kept if not here, such as "folder"; it is read-only here then */
  source: string;
  /** why the newest version there is not published, "" if it is */
  refused: string;
  schedule: Scheduled[] | null;
  review: Review | null;
  /** what the reader typed and did not save */
  autosave: Autosave | null;
  /** who else types at it, the latest first */
  others: Typist[] | null;
  translations: Translation[] | null;
  /** how many suggestions of agents wait */
  suggestions: number;
  /** somebody else than the author has to publish */
  two_persons: boolean;
  may_publish: boolean;
  may_overrule: boolean;
  /** how many questions the exam has */
  exam: number;
}

/** What happens to an article at a time. */
export interface Scheduled {
  act: 'publish' | 'withdraw';
  /** 0 for a withdrawal */
  revision: number;
  /** ms since 1970 */
  due: number;
  author: string;
  /** why it did not happen when it was due, "" if it is still to come */
  fault: string;
}

/** A revision that somebody else shall read before it is published. */
export interface Review {
  revision: number;
  /** who asked */
  author: string;
  /** the reader asked */
  mine: boolean;
  note: string;
  at: number;
  /** why it was sent back, "" if it was not */
  returned: string;
  /** who sent it back */
  reviewer: string;
}

/** What was typed and not saved. */
export interface Autosave {
  /** the revision that it was begun from, 0 for a new article */
  base: number;
  content: Content;
  at: number;
}

/** One of the reader's texts that are not saved. */
export interface Unsaved extends Autosave {
  /** id of the article, or "new:" and a made-up name */
  article: string;
  title: string;
}

/** Somebody who types at an article. */
export interface Typist {
  name: string;
  at: number;
}

/** An article of the same family: the original or one of its translations. */
export interface Translation {
  id: string;
  title: string;
  locale: string;
  status: ArticleStatus;
  /** the one that the others translate */
  original: boolean;
  /** older than what it translates */
  behind: boolean;
}

/** One line of the editor's list. */
export interface ArticleLine {
  id: string;
  title: string;
  status: ArticleStatus;
  has_draft: boolean;
  category: string;
  tags: string[] | null;
  locale: string;
  updated: number;
  author: string;
}

/** One page of the editor's list. */
export interface ArticlePage {
  articles: ArticleLine[] | null;
  total: number;
  page: number;
  pages: number;
  index: IndexState;
}

/** One line of an article's history. */
export interface RevisionLine extends Omit<Revision, 'body'> {
  published: boolean;
}

/** Rendered Markdown. */
export interface Preview {
  body: Node[] | null;
  text: string;
}

/** An article as it is read in the console. */
export interface Reading {
  article: string;
  revision: number;
  title: string;
  updated: number;
  body: Node[] | null;
  withdrawn?: boolean;
}
