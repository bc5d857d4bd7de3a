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

/** A page beside the articles and the gaps. */
export type Place = 'exam' | 'synonyms' | 'neversay' | 'care' | 'import' | 'voice';

export const places: readonly Place[] = ['exam', 'synonyms', 'neversay', 'care', 'import', 'voice'];

/** A list of articles that need somebody. */
export type CareList = 'suggestions' | 'waiting' | 'refused' | 'scheduled' | 'rated' | 'twins' | 'links' | 'review' | 'translations' | 'useless';

/** In the order in which they are shown. */
export const careLists: readonly CareList[] = [
  'suggestions',
  'waiting',
  'refused',
  'scheduled',
  'rated',
  'twins',
  'links',
  'review',
  'translations',
  'useless',
];

/** A place in the editor's room. */
export interface Route {
  /** id of the open article, "" for the list or a new article */
  id: string;
  /** a new article is being written */
  fresh: boolean;
  /** the made-up name under which the text of a new article is kept, none until it has one */
  draft?: string;
  q: string;
  status: Filter;
  /** from 1 */
  page: number;
  /** null unless among the gaps */
  gaps: GapPlace | null;
  /** "" among the articles and the gaps */
  place: Place | '';
  /** the list that is open at the place "care", none for the overview */
  care?: CareList;
}

/** The list of articles as it is first seen. */
export const home: Route = { id: '', fresh: false, q: '', status: 'all', page: 1, gaps: null, place: '' };

/** Goes to a place; replace leaves no entry in the history. */
export type Go = (to: Route, replace?: boolean) => void;

const draftName = /^[a-z0-9]{8,40}$/;

/** Reads a place from the query of an address; what makes no sense is left out. */
export function parse(search: string): Route {
  const query = new URLSearchParams(search);
  const status = query.get('status') as Filter | null;
  const page = Number(query.get('page'));
  const id = query.get('id') ?? '';
  const fresh = id === '' && query.has('new');
  const draft = query.get('new') ?? '';
  const gaps = id === '' && !fresh ? gapsOf(query) : null;
  const place = id === '' && !fresh && !gaps ? places.find((name) => query.has(name)) : undefined;
  const care = place === 'care' ? careLists.find((name) => name === query.get('care')) : undefined;
  return {
    id,
    fresh,
    ...(fresh && draftName.test(draft) && { draft }),
    q: query.get('q') ?? '',
    status: status && filters.includes(status) ? status : 'all',
    page: Number.isInteger(page) && page > 1 ? page : 1,
    gaps,
    place: place ?? '',
    ...(care && { care }),
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
  else if (route.fresh) query.set('new', route.draft ?? '1');
  else if (route.gaps) setGaps(query, route.gaps);
  else if (route.place) query.set(route.place, route.care ?? '1');
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
  return route.id === '' && !route.fresh && route.gaps === null && route.place === '';
}

/** The article with the id, or a new one for "", reached from anywhere. */
export function toArticle(route: Route, id: string): Route {
  const { draft: _, care: __, ...rest } = route;
  return { ...rest, id, fresh: id === '', gaps: null, place: '' };
}

/** Reports whether both are the same form, so that going from one to the other loses nothing that is typed. */
export function sameForm(a: Route, b: Route): boolean {
  return a.id === b.id && a.fresh === b.fresh && a.place === b.place && a.care === b.care;
}
