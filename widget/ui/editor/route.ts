// What the address of the editor's room says.
import type { ArticleStatus } from '../staff/http';

/** Which articles are listed. */
export type Filter = 'all' | ArticleStatus;

export const filters: readonly Filter[] = ['all', 'published', 'draft', 'withdrawn'];

/** Which gaps are listed; "open" holds those that were opened again. */
export type GapFilter = 'open' | 'closed' | 'dismissed' | 'all';

export const gapFilters: readonly GapFilter[] = ['open', 'closed', 'dismissed', 'all'];

/** Days back from now. */
export type Period = 7 | 30 | 90;

export const periods: readonly Period[] = [7, 30, 90];

/** A place among the gaps. */
export interface GapPlace {
  /** id of the open gap, "" for the list */
  id: string;
  days: Period;
  state: GapFilter;
}

/** The list of gaps as it is first seen. */
export const allGaps: GapPlace = { id: '', days: 30, state: 'open' };

/** A place in the editor's room. */
export interface Route {
  /** id of the open article, "" for the list or a new article */
  id: string;
  /** a new article is being written */
  fresh: boolean;
  q: string;
  status: Filter;
  /** from 1 */
  page: number;
  /** null among the articles */
  gaps: GapPlace | null;
}

/** Goes to a place; replace leaves no entry in the history. */
export type Go = (to: Route, replace?: boolean) => void;

/** Reads a place from the query of an address; what makes no sense is left out. */
export function parse(search: string): Route {
  const query = new URLSearchParams(search);
  const status = query.get('status') as Filter | null;
  const page = Number(query.get('page'));
  const id = query.get('id') ?? '';
  const fresh = id === '' && query.has('new');
  return {
    id,
    fresh,
    q: query.get('q') ?? '',
    status: status && filters.includes(status) ? status : 'all',
    page: Number.isInteger(page) && page > 1 ? page : 1,
    gaps: id === '' && !fresh ? gapsOf(query) : null,
  };
}

function gapsOf(query: URLSearchParams): GapPlace | null {
  const id = query.get('gap') ?? '';
  if (id === '' && !query.has('gaps')) return null;
  return {
    id,
    days: periods.find((days) => String(days) === query.get('days')) ?? allGaps.days,
    state: gapFilters.find((state) => state === query.get('state')) ?? allGaps.state,
  };
}

/** The address of a place. */
export function address(route: Route): string {
  const query = new URLSearchParams();
  if (route.id) query.set('id', route.id);
  else if (route.fresh) query.set('new', '1');
  else if (route.gaps) setGaps(query, route.gaps);
  if (route.q) query.set('q', route.q);
  if (route.status !== 'all') query.set('status', route.status);
  if (route.page > 1) query.set('page', String(route.page));
  const text = query.toString();
  return text ? `/editor?${text}` : '/editor';
}

function setGaps(query: URLSearchParams, { id, days, state }: GapPlace): void {
  if (id) query.set('gap', id);
  else query.set('gaps', '1');
  if (days !== allGaps.days) query.set('days', String(days));
  if (state !== allGaps.state) query.set('state', state);
}

/** Reports whether the place is the list of articles. */
export function isList(route: Route): boolean {
  return route.id === '' && !route.fresh && route.gaps === null;
}

/** The article with the id, or a new one for "", reached from anywhere. */
export function toArticle(route: Route, id: string): Route {
  return { ...route, id, fresh: id === '', gaps: null };
}
