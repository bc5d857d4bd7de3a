// For how long things are kept, as the document "keep" has it.
import type { Kind } from '../staff/draft';
import { all as each, loose, number, text } from '../staff/loose';
import { t } from './keepwords';

export const keepKinds = ['conversations', 'anonymous', 'mail', 'questions', 'traces', 'visitors'] as const;

export type KeepKind = (typeof keepKinds)[number];

/** Days by kind; 0 is for ever, -1 was typed and is no number. */
export type Days = Record<KeepKind, number>;

/** The rules of one site, which hold in place of those of all. */
export interface SiteDays {
  site: string;
  days: Days;
}

/** The document. */
export interface Keep {
  all: Days;
  sites: SiteDays[];
}

/** What is typed and is no number. */
export const noNumber = -1;

/** The most days that can be said: a hundred years. */
export const mostDays = 36_500;

/** Kinds that go with their conversation at the latest. */
const within: readonly KeepKind[] = ['anonymous', 'questions', 'traces'];

function readDays(sent: unknown): Days {
  const days = loose<Days>(sent);
  return Object.fromEntries(keepKinds.map((kind) => [kind, number(days[kind])])) as Days;
}

function read(sent: unknown): Keep {
  const { all, sites } = loose<Keep>(sent);
  return {
    all: readDays(all),
    sites: each(sites, (entry) => {
      const { site, days } = loose<SiteDays>(entry);
      return { site: text(site), days: readDays(days) };
    }),
  };
}

/** Everything for ever. */
export const forEver = readDays(null);

/** Reads what was typed into a field: nothing is for ever. */
export function daysOf(typed: string): number {
  const bare = typed.trim();
  if (bare === '') return 0;
  const days = /^\d{1,6}$/.test(bare) ? Number(bare) : noNumber;
  return days === 0 ? noNumber : days;
}

/** What is wrong with the days of a kind, as a sentence; "" if nothing is. */
export function faultOfDays(days: Days, kind: KeepKind): string {
  const n = days[kind];
  if (n < 0 || n > mostDays) return t.noDays(mostDays);
  const { conversations } = days;
  return conversations > 0 && n > conversations && within.includes(kind) ? t.tooLong(conversations) : '';
}

/** What is wrong with the name of a site; "" if nothing is. */
export function faultOfSite(sites: readonly SiteDays[], at: number): string {
  const name = text(sites[at]?.site).trim();
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name)) return t.noSite;
  return sites.some(({ site }, i) => i < at && site.trim() === name) ? t.siteTwice : '';
}

function fault({ all, sites }: Keep): string {
  const first = (where: string, days: Days) =>
    keepKinds.flatMap((kind) => (faultOfDays(days, kind) ? [t.faultAt(where, t.kind[kind], faultOfDays(days, kind))] : []))[0] ?? '';
  return first(t.allSites, all) || (sites.map((rules, i) => faultOfSite(sites, i) || first(rules.site, rules.days)).find((words) => words !== '') ?? '');
}

/** What goes by itself under the rules, in words; none if nothing does. */
export function whatGoes(days: Days): string[] {
  return keepKinds.flatMap((kind) => (days[kind] > 0 ? [t.goes[kind](t.days(days[kind]))] : []));
}

export const keepKind: Kind<Keep> = {
  empty: read(null),
  read,
  fault,
  ready: ({ all, sites }) => ({ all, sites: sites.map(({ site, days }) => ({ site: site.trim(), days })) }),
};
