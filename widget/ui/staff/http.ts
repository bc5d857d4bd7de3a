// The JSON that the staff surfaces and the server exchange over HTTP.
import type { Node } from '../shared/nodes';

/** Who is signed in. */
export interface Me {
  id: string;
  name: string;
  email: string;
  roles: string[];
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
