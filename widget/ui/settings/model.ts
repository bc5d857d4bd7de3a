// What the server tells about the language model, and how it reads.
import { dateAndTime } from '../shared/format';
import { Refusal, call, sentence } from '../staff/call';
import { moment, reading } from '../staff/clock';
import { costWords } from '../staff/verdicts';
import { t } from './strings';

/** What requests took together. */
export interface Use {
  requests: number;
  /** of the requests */
  failed: number;
  /** besides them: a budget was used up */
  refused: number;
  /** requests whose tokens the server did not count */
  estimated: number;
  /** tokens */
  prompt: number;
  completion: number;
  cost: number;
}

/** What a day (UTC) took. */
export interface ModelDay extends Use {
  /** 2026-11-21 */
  date: string;
  purposes: Record<string, Use> | null;
}

/** The answer of /api/model. */
export interface ModelReport {
  /** "host/model" */
  name: string;
  /** it failed too often and is left alone for a while */
  down: boolean;
  /** what is wrong and what to do, as a sentence; "" if nothing is */
  why: string;
  /** ms since 1970: of what is wrong; 0 if nothing is */
  since: number;
  /** ms since 1970: of its last answer; 0 if there was none */
  answered: number;
  /** what it costs is known */
  priced: boolean;
  /** tokens a day; 0 is no limit */
  limits: { day: number; site: number; visitor: number; address: number };
  /** what customers took today, most first */
  sites: { site: string; tokens: number }[] | null;
  today: ModelDay;
  /** today first */
  days: ModelDay[];
}

/** What is known of the model: its report, that there is none, or why nothing is known. */
export interface Known {
  report: ModelReport | null;
  /** no model is configured */
  off: boolean;
  fault: string;
  signedOut: boolean;
}

export const unknown: Known = { report: null, off: false, fault: '', signedOut: false };

/** Asks the server what is known of the model. */
export async function load(): Promise<Known> {
  try {
    return { ...unknown, report: await call<ModelReport>('GET', '/api/model') };
  } catch (fault) {
    if (fault instanceof Refusal && fault.code === 'model_off') return { ...unknown, off: true };
    return { ...unknown, fault: sentence(fault), signedOut: fault instanceof Refusal && fault.status === 401 };
  }
}

/** Whether the sections about the model are shown: there is one, or it cannot be told and the page says why. */
export function isShown({ report, fault }: Known): boolean {
  return report !== null || fault !== '';
}

/** Has the server ask the model, and returns what came of it as a sentence. */
export async function check(): Promise<{ ok: boolean; words: string }> {
  try {
    const { ok, why } = await call<{ ok: boolean; why: string }>('POST', '/api/model/check', {});
    return { ok, words: ok ? t.model.checkOK : why };
  } catch (fault) {
    return { ok: false, words: sentence(fault) };
  }
}

/** How the model does, in a sentence or two. */
export function stateWords({ down, why, since, answered }: ModelReport, now: number): string {
  if (down) return t.model.down(since ? moment(since, now) : '', why);
  if (why) return t.model.failing(since ? moment(since, now) : '', why);
  return answered ? t.model.answers(moment(answered, now)) : t.model.neverAsked;
}

/** A number as it is read. */
export function count(n: number): string {
  return n.toLocaleString(reading);
}

/** Tokens of prompts and replies together. */
export function tokens({ prompt, completion }: Use): number {
  return prompt + completion;
}

/** Tokens in words; if the server did not count all of them, it is said. */
export function tokenWords(use: Use): string {
  return use.estimated > 0 ? t.about(count(tokens(use))) : count(tokens(use));
}

/** A cost; nothing is 0. */
export function costOf(cost: number): string {
  return cost >= 0.1 ? cost.toFixed(2) : cost > 0 ? costWords(cost) : '0';
}

/** The purposes of a day with what they took, most first. */
export function byPurpose(day: ModelDay): { name: string; use: Use }[] {
  return Object.entries(day.purposes ?? {})
    .filter(([, use]) => use.requests + use.refused > 0)
    .sort(([, a], [, b]) => tokens(b) - tokens(a))
    .map(([purpose, use]) => ({ name: t.model.purpose[purpose as keyof typeof t.model.purpose] ?? purpose, use }));
}

/** A day of the server's calendar as it is read. */
export function dayWords(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? date : at.toLocaleDateString(reading, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' });
}

/** When the day of the server begins anew, in the reader's time. */
export function renewal(now: number): string {
  return dateAndTime(Math.ceil((now + 1) / 86_400_000) * 86_400_000, reading);
}
