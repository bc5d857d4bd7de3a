// The JSON of the lists of articles that need somebody, as the editor's room and the server exchange it.
import type { ArticleStatus } from '../../staff/http';
import type { Named } from '../check/checkjson';
import type { CareList } from '../route';

/** How many articles are on a list. */
export interface Count {
  name: CareList;
  count: number;
}

/** What an agent thinks should be mended. */
export interface Suggestion {
  id: string;
  text: string;
  /** a name */
  author: string;
  /** id of the conversation in which it was noticed, "" if none */
  conversation: string;
  /** the revision that was read */
  revision: number;
}

/** An article on a list. */
export interface CareRow {
  article: Named & { status: ArticleStatus; locale: string };
  /** why it is there, a sentence */
  why: string;
  /** what to do, a sentence */
  next: string;
  /** what it is about, "" if that is said */
  detail: string;
  /** what article and other say, where they contradict each other */
  sentences: [string, string] | null;
  /** the twin, the original or what is linked to */
  other: Named | null;
  /** ms since 1970, of what the row tells */
  at: number;
  /** who asked, scheduled or suggested; "" if nobody did */
  by: string;
  suggestion: Suggestion | null;
}

/** A list, or its beginning. */
export interface CareRows {
  list: CareList;
  rows: CareRow[] | null;
  /** how many there are */
  total: number;
}
