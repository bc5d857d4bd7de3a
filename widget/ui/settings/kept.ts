// What the server tells about standards that were kept, and how it reads.
import type { Cell } from './csv';
import { csv } from './csv';
import type { Priority } from './kinds';
import { t } from './strings';

/** What was measured: from the hand-off until somebody took it, until the first answer, and so on. */
export type Kind = 'wait' | 'first' | 'next' | 'resolve' | 'promise' | 'expired';

/** What was measured in a period. Null is not known. */
export interface Figure {
  n: number;
  /** those of n that had a standard */
  judged: number;
  kept: number;
  /** kept of the judged, 0 to 1 */
  share: number | null;
  /** seconds */
  median: number | null;
  /** seconds */
  p90: number | null;
  /** so many that the numbers say something */
  enough: boolean;
}

/** How one standard fared in a team. */
export interface Row {
  team: string;
  title: string;
  priority: Priority;
  kind: Kind;
  now: Figure;
  before: Figure;
}

/** The answer of /api/insight/standards. */
export interface Report {
  days: number;
  /** ms since 1970 */
  since: number;
  until: number;
  /** with fewer cases a number says little */
  least: number;
  rows: Row[];
}

/** The periods to choose from, in days. */
export const periods: readonly number[] = [7, 30, 90];

/** The period that a fragment such as "#kept?days=7" names; 30 days if it names none to choose. */
export function daysOf(hash: string): number {
  const days = Number(new URLSearchParams(hash.split('?')[1] ?? '').get('days'));
  return periods.includes(days) ? days : 30;
}

/** The fragment of a period. */
export function hashOf(days: number): string {
  return `#kept?days=${days}`;
}

/** A share in words; it is rounded down, so that 100 % is all of them. */
export function percent(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

/** A time in words of at most two units: 42 s, 3 min 7 s, 1 h 5 min, 2 d 3 h. */
export function lasting(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return pair(seconds, 60, 'min', 1, 's');
  if (seconds < 86_400) return pair(seconds, 3600, 'h', 60, 'min');
  return pair(seconds, 86_400, 'd', 3600, 'h');
}

function pair(seconds: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % big) / small);
  return `${Math.floor(seconds / big)} ${bigName}${rest ? ` ${rest} ${smallName}` : ''}`;
}

/** How many were kept, in words; "" if there were none. A share is said only where it is more than chance. */
export function keptOf(figure: Figure): string {
  if (figure.n === 0) return '';
  if (figure.share === null) return t.kept.noStandard;
  return t.kept.ofJudged(figure.kept, figure.judged, figure.enough ? percent(figure.share) : '');
}

/** The report as a file; times are seconds, shares are from 0 to 1. */
export function asCSV(report: Report): string {
  const head: Cell[] = [...t.kept.csvHead];
  return csv([head, ...report.rows.map((row) => [row.team, row.title, t.priority[row.priority], t.kept.kind[row.kind], ...cells(row.now), ...cells(row.before)])]);
}

function cells(figure: Figure): Cell[] {
  const share = figure.share === null ? null : Number(figure.share.toFixed(4));
  return [figure.n, figure.judged, figure.judged ? figure.kept : null, share, figure.median, figure.p90, figure.enough ? '' : t.kept.notEnough];
}
