// What is new on the desk: which rows call for attention.
import type { Desk, Row } from '../shared/wire';

/** The lists of the overview, in the order in which they are shown. */
export const views = ['waiting', 'mine', 'bot', 'closed'] as const;
export type View = (typeof views)[number];

/** The rows of a view. */
export function rowsOf(desk: Desk | null, view: View): Row[] {
  return desk?.[view] ?? [];
}

/** The row of a conversation and the view it stands in. */
export function findRow(desk: Desk | null, id: string): { row: Row; view: View } | undefined {
  for (const view of views) {
    const row = rowsOf(desk, view).find((candidate) => candidate.id === id);
    if (row) return { row, view };
  }
  return undefined;
}

/** What happened between two overviews that an agent wants to hear of. */
export interface News {
  /** came into the queue, but not because this agent put them there */
  arrived: Row[];
  /** the customer wrote in a conversation of this agent */
  spoken: Row[];
}

/** Compares two overviews. The first one of a session holds no news: it is what was there before. */
export function newsOf(before: Desk | null, after: Desk): News {
  if (!before) return { arrived: [], spoken: [] };
  const known = new Set([...rowsOf(before, 'waiting'), ...rowsOf(before, 'mine')].map((row) => row.id));
  const heads = new Map(rowsOf(before, 'mine').map((row) => [row.id, row.head]));
  return {
    arrived: rowsOf(after, 'waiting').filter((row) => !known.has(row.id)),
    spoken: rowsOf(after, 'mine').filter((row) => {
      const head = heads.get(row.id);
      return head !== undefined && row.head > head && row.from === 'customer';
    }),
  };
}

/** Reports whether a row holds something that this agent has not seen. `seen` is the head they saw last. */
export function unread(row: Row, view: View, seen: number): boolean {
  if (row.head <= seen) return false;
  return view === 'waiting' || (view === 'mine' && row.from === 'customer');
}

/** Reports whether a row matches the words of a filter. */
export function matches(row: Row, filter: string): boolean {
  const text = `${row.name} ${row.snippet} ${row.email ?? ''} ${row.agent ?? ''}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
