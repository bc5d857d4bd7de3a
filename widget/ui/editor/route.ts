// What the address of the editor's room says.
import type { ArticleStatus } from '../staff/http';

/** Which articles are listed. */
export type Filter = 'all' | ArticleStatus;

export const filters: readonly Filter[] = ['all', 'published', 'draft', 'withdrawn'];

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
}

/** Goes to a place; replace leaves no entry in the history. */
export type Go = (to: Route, replace?: boolean) => void;

/** Reads a place from the query of an address; what makes no sense is left out. */
export function parse(search: string): Route {
  const query = new URLSearchParams(search);
  const status = query.get('status') as Filter | null;
  const page = Number(query.get('page'));
  const id = query.get('id') ?? '';
  return {
    id,
    fresh: id === '' && query.has('new'),
    q: query.get('q') ?? '',
    status: status && filters.includes(status) ? status : 'all',
    page: Number.isInteger(page) && page > 1 ? page : 1,
  };
}

/** The address of a place. */
export function address(route: Route): string {
  const query = new URLSearchParams();
  if (route.id) query.set('id', route.id);
  else if (route.fresh) query.set('new', '1');
  if (route.q) query.set('q', route.q);
  if (route.status !== 'all') query.set('status', route.status);
  if (route.page > 1) query.set('page', String(route.page));
  const text = query.toString();
  return text ? `/editor?${text}` : '/editor';
}

/** Reports whether the place is the list. */
export function isList(route: Route): boolean {
  return route.id === '' && !route.fresh;
}
