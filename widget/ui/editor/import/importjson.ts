// The JSON of an import, as the editor's room and the server exchange it.
import type { Comparison } from '../check/checkjson';

/** What happens to an article; publish: its newest revision says the same and is published. */
export type Action = 'new' | 'changed' | 'publish' | 'gone' | 'same';

/** In the order in which they are shown. */
export const actions: readonly Action[] = ['new', 'changed', 'publish', 'gone', 'same'];

/** One article of an import. */
export interface Row {
  action: Action;
  id: string;
  title: string;
  file: string;
  /** from 1, 0 if the whole file is the article */
  line: number;
  /** what is special about it, "" if nothing is */
  remark: string;
}

/** Something wrong in the files. */
export interface Problem {
  file: string;
  /** from 1, 0 if the whole file is meant */
  line: number;
  severity: 'error' | 'warning';
  message: string;
}

/** A file that holds no article. */
export interface Skip {
  file: string;
  reason: string;
}

/** What an import would change. The lists are cut, the counts are not. */
export interface Look {
  /** to import it with, "" if it cannot be */
  token: string;
  source: string;
  /** attached: images and documents that would be kept with the articles */
  counts: Partial<Record<Action | 'errors' | 'warnings' | 'skips' | 'files' | 'others' | 'attached', number>>;
  rows: Row[] | null;
  /** how many rows there are */
  total: number;
  problems: Problem[] | null;
  skips: Skip[] | null;
  /** null: the exam has no question, or nothing changes that could tell on it */
  comparison: Comparison | null;
  /** the same if what is gone is withdrawn too; null besides if nothing is gone */
  comparison_gone: Comparison | null;
}

/** What an import did. */
export interface Summary {
  new: number;
  changed: number;
  /** again, with the same text */
  published: number;
  same: number;
  /** of the new and changed ones */
  drafts: number;
  withdrawn: number;
  /** images and documents that were kept with the articles */
  files: number;
}
