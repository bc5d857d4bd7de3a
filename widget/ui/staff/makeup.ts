// What a trace says about the confidence, ready to be shown.
import type { Trace } from '../shared/wire';

/** What one input adds to the confidence. */
export interface Part {
  name: string;
  /** of the input; undefined if the trace does not have it */
  value: number | undefined;
  /** what it adds to the log-odds, compared with an average find */
  odds: number;
}

/** Log-odds below which a part hardly shows: it moves one half by about one percentage point. */
const slight = 0.05;

/** How many parts are shown at first, and at the least if there are as many. */
export const most = 8;
const least = 3;

/** The parts of the confidence, those that count most first. The customer's own choice has none. */
export function partsOf(trace: Trace): Part[] {
  if (trace.rule === 'chosen') return [];
  return Object.entries(trace.parts ?? {})
    .filter(([, odds]) => Number.isFinite(odds))
    .map(([name, odds]) => ({ name, value: trace.features?.[name], odds }))
    .sort((a, b) => Math.abs(b.odds) - Math.abs(a.odds) || (a.name < b.name ? -1 : 1));
}

/** How many of the sorted parts are worth being shown at first. One or two more are not hidden for. */
export function shownFirst(parts: Part[]): number {
  const count = parts.filter((part) => Math.abs(part.odds) >= slight).length;
  const shown = Math.min(most, Math.max(least, count));
  return parts.length - shown <= 2 ? parts.length : shown;
}

/** The log-odds that fill one side of the picture: those of the largest part, but at least 1. */
export function scaleOf(parts: Part[]): number {
  return Math.max(1, ...parts.map((part) => Math.abs(part.odds)));
}

/** How likely an average find of this bot would be right, without what the parts say; undefined if that cannot be told. */
export function averageOf(trace: Trace, parts: Part[]): number | undefined {
  const { confidence } = trace;
  if (parts.length === 0 || !(confidence > 0 && confidence < 1)) return undefined;
  const odds = Math.log(confidence / (1 - confidence)) - parts.reduce((sum, part) => sum + part.odds, 0);
  return 1 / (1 + Math.exp(-odds));
}

/** Reports whether the scores of the candidates are shares: since there are models, they are. */
export function hasShares(trace: Trace): boolean {
  return Boolean(trace.model);
}
