// What calls for this agent on the desk, and which rows a filter leaves.
import type { Row, View } from '../shared/wire';

export type { View } from '../shared/wire';

/** The lists of the overview, in the order in which they are shown. */
export const views: readonly View[] = ['waiting', 'mine', 'team', 'bot', 'snoozed', 'followup', 'closed'];

/** Reports whether a row holds something that this agent has not seen. `seen` is the head they saw last. */
export function unread(row: Row, seen: number): boolean {
  if (row.head <= seen) return false;
  return row.view === 'waiting' || ((row.view === 'mine' || row.view === 'snoozed') && row.from === 'customer');
}

/** What the rows of a list must have to be shown; "" wants nothing. */
export interface Filter {
  words: string;
  /** id */
  team: string;
  tag: string;
}

export const noFilter: Filter = { words: '', team: '', tag: '' };

/** Reports whether a row passes a filter: every word occurs in it, and it has the team and the tag. */
export function matches(row: Row, filter: Filter): boolean {
  if (filter.team && row.team !== filter.team) return false;
  if (filter.tag && !tagsOf(row).includes(filter.tag)) return false;
  if (!filter.words.trim()) return true;
  const text = `${row.name} ${row.snippet} ${row.email ?? ''} ${row.agent ?? ''} ${row.tags ?? ''}`.toLowerCase();
  return filter.words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The tags of a row or of a state. */
export function tagsOf({ tags }: { tags?: string }): string[] {
  return (tags ?? '').split(' ').filter(Boolean);
}

/** Every tag that occurs in the rows, sorted. */
export function tagsIn(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap(tagsOf))].sort();
}
