// The JSON that the console and the server exchange over HTTP, and the calls.
import type { Candidate, Citation, Owner, Row, Status } from '../shared/wire';
import { call } from '../staff/call';
import type { How } from './wording';

/** Why a customer had to ask; told more exactly by one of its parts. Its name is the path of ids: "delivery/late". */
export interface Cause {
  id: string;
  title: string;
  words?: string[] | null;
  parts?: Cause[] | null;
}

/** A reply that is written once and used often. */
export interface Canned {
  id: string;
  shortcut: string;
  title: string;
  text: string;
  /** id of the only team that sees it */
  team?: string;
  tags?: string[] | null;
}

/** The steps for a kind of case. */
export interface Playbook {
  id: string;
  title: string;
  tags?: string[] | null;
  steps: string[];
  team?: string;
}

/** A team and how fast it answers, in seconds by priority; "" holds for those without their own. */
export interface Team {
  id: string;
  title: string;
  standards?: Record<string, { first?: number; next?: number; resolve?: number }> | null;
  show?: boolean;
}

/** What agents work with, and who they are themselves. */
export interface Aids {
  causes: Cause[] | null;
  canned: Canned[] | null;
  playbooks: Playbook[] | null;
  teams: Team[] | null;
  me: { id: string; name: string; supervisor: boolean; teams: string[] | null };
  people: { id: string; name: string }[] | null;
  /** may manage the settings */
  settings: boolean;
}

/** What the bot would say to the customer's last message, and what else may fit. */
export interface Suggestion {
  question: string;
  text: string;
  citations: Citation[] | null;
  candidates: Candidate[] | null;
  confidence: number;
  playbooks: { id: string; title: string; reason: string }[] | null;
  /** paths, or words that agents have used */
  causes: string[] | null;
  ready: boolean;
}

/** An earlier conversation of the same customer. */
export interface Earlier {
  id: string;
  created: number;
  updated: number;
  status: Status;
  cause?: string;
  snippet: string;
  /** 0 if none */
  rating?: number;
  team?: string;
  owner?: Owner;
}

/** Who the customer is. What the host page vouches for is verified; zone, page and referrer never are. */
export interface Knowledge {
  visitor: string;
  name?: string;
  email?: string;
  verified: boolean;
  /** which of name, email and locale nobody vouches for */
  unverified?: string[] | null;
  subject?: string;
  attributes?: Record<string, string> | null;
  vouched_at?: number;
  locale?: string;
  zone?: string;
  page?: string;
  referrer?: string;
  blocked?: boolean;
  conversations?: Earlier[] | null;
  ratings?: { n: number; mean: number };
}

/** One page of what a search found. */
export interface Findings {
  rows: (Row & { cause?: string; created?: number })[] | null;
  next?: string;
  /** a sentence about the answer, such as that it was cut */
  note?: string;
}

/** What became of an action on many conversations. */
export interface BulkResult {
  done: string[] | null;
  refused: { id: string; code: string; message: string }[] | null;
  undo?: string;
}

/** An action on many conversations. */
export interface BulkAction {
  action: 'assign' | 'release' | 'tag' | 'untag' | 'priority' | 'team' | 'snooze' | 'resolve' | 'accept';
  ids: string[];
  to?: string;
  team?: string;
  tags?: string[];
  priority?: string;
  cause?: string;
  until?: number;
}

/** A time commitment in what an agent wrote. */
export interface Commitment {
  /** the clause, with its time */
  text: string;
  due: number;
}

/** A conversation as an article, without personal data. */
export interface Draft {
  title: string;
  question: string;
  answer: string;
}

/** What the customer wants, as a model puts it. */
export interface Summary {
  text: string;
  /** numbers of the messages that it rests on */
  cites: number[] | null;
  /** false: it is the extractive one */
  drafted: boolean;
}

/** A reply to begin with. */
export interface DraftedReply {
  text: string;
  citations: Citation[] | null;
  /** false: the articles' own words */
  drafted: boolean;
}

/** A text in another language. */
export interface Translation {
  text: string;
  /** BCP 47 */
  from: string;
  to: string;
}

const of = (conversation: string) => `conversation=${encodeURIComponent(conversation)}`;

/** The reader's time zone. */
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';

export const api = {
  aids: () => call<Aids>('GET', '/api/agent/aids'),
  suggest: (conversation: string, signal?: AbortSignal) => call<Suggestion>('GET', `/api/agent/suggest?${of(conversation)}`, undefined, signal),
  customer: (conversation: string, signal?: AbortSignal) => call<Knowledge>('GET', `/api/agent/customer?${of(conversation)}`, undefined, signal),
  /** Days of the query are those of the reader. */
  find: (query: URLSearchParams, signal?: AbortSignal) => call<Findings>('GET', `/api/agent/find?${query}&zone=${encodeURIComponent(zone())}`, undefined, signal),
  bulk: (action: BulkAction) => call<BulkResult>('POST', '/api/agent/bulk', action),
  undo: (undo: string) => call<BulkResult>('POST', '/api/agent/bulk/undo', { undo }),
  commitments: (text: string) =>
    call<{ commitments: Commitment[] | null }>('POST', '/api/agent/commitments', { text, zone: zone(), locale: navigator.language }),
  suggestFix: (fix: { article: string; revision: number; conversation: string; text: string }) =>
    call<{ id: string }>('POST', '/api/agent/article-suggestion', fix),
  article: (conversation: string) => call<Draft>('GET', `/api/agent/article?${of(conversation)}`),
  summary: (conversation: string, signal: AbortSignal) => call<Summary>('POST', '/api/agent/assist/summary', { conversation }, signal),
  wordReply: (conversation: string, signal: AbortSignal) => call<DraftedReply>('POST', '/api/agent/assist/reply', { conversation }, signal),
  rewrite: (conversation: string, text: string, how: How, signal: AbortSignal) =>
    call<{ text: string }>('POST', '/api/agent/assist/rewrite', { conversation, text, how }, signal),
  /** A text, or the message with a number; `to` is a primary subtag. */
  translate: (what: { conversation: string; to: string } & ({ text: string } | { seq: number }), signal: AbortSignal) =>
    call<Translation>('POST', '/api/agent/assist/translate', what, signal),
};
export type Api = typeof api;
