// The frames that cross the socket, as widget/wire defines them in Go. Keep the two in step.

/** Version of the protocol. */
export const version = 1;

/** Largest frame the server accepts, in bytes. */
export const maxFrame = 16 << 10;

/** Largest text of one message, in bytes of UTF-8. */
export const maxMessage = 4 << 10;

/** Milliseconds between pings until the welcome frame says otherwise, and until a pong must arrive. */
export const heartbeatMillis = 25_000;
export const pongMillis = 8_000;

/** Types of frames that a client sends. */
export type InType =
  | 'hello'
  | 'ping'
  | 'resume'
  | 'leave'
  | 'send'
  | 'typing'
  | 'person'
  | 'feedback'
  | 'rate'
  | 'contact'
  | 'accept'
  | 'note'
  | 'handback'
  | 'release'
  | 'resolve';

/** Types of frames that the server sends. */
export type OutType = 'welcome' | 'pong' | 'ack' | 'error' | 'events' | 'state' | 'desk' | 'bye';

/** Codes of an error frame. */
export type ErrorCode =
  | 'invalid'
  | 'unknown_type'
  | 'too_long'
  | 'not_found'
  | 'id_reused'
  | 'taken'
  | 'not_owner'
  | 'stale'
  | 'resolved'
  | 'rate_limited'
  | 'unavailable'
  | 'internal'
  | 'hello_expected'
  | 'forbidden'
  | 'unknown_site';

/** Close codes: 4000–4499 mean "come back", 4500–4999 mean "stop". */
export const closeCode = {
  draining: 4000,
  slow: 4001,
  silent: 4002,
  tokenStale: 4003,
  flood: 4004,
  overload: 4005,
  version: 4500,
  protocol: 4501,
  banned: 4502,
  signedOut: 4503,
} as const;

/** Reports whether a client that was closed with the code should come back. */
export function resumable(code: number): boolean {
  return code < 4500;
}

/** A frame from a client, without its version. */
export interface In {
  type: InType;
  id?: string;
  site?: string;
  token?: string;
  locale?: string;
  page?: string;
  conversation?: string;
  after?: number;
  text?: string;
  choice?: string;
  epoch?: number;
  seq?: number;
  helpful?: boolean;
  score?: number;
  email?: string;
  name?: string;
  cause?: string;
}

/** A frame from the server. */
export interface Out {
  v: number;
  type: OutType;
  id?: string;
  token?: string;
  heartbeat?: number;
  conversation?: string;
  conversations?: Summary[];
  staff?: Staff;
  seq?: number;
  heads?: Record<string, number>;
  events?: Event[];
  more?: boolean;
  state?: State;
  desk?: Desk;
  code?: ErrorCode;
  message?: string;
  retry_after?: number;
}

export type Kind =
  | 'message'
  | 'note'
  | 'owner'
  | 'resolved'
  | 'reopened'
  | 'feedback'
  | 'rating'
  | 'contact'
  | 'hidden';

export type From = 'customer' | 'bot' | 'agent' | 'system';
export type Owner = 'bot' | 'queue' | 'agent';
export type Decision = 'answer' | 'clarification' | 'handoff' | 'smalltalk';
export type Status = 'open' | 'resolved';

/** Why the bot brought a person in. */
export type Reason =
  | 'asked'
  | 'low-confidence'
  | 'twice-failed'
  | 'anger'
  | 'search-down'
  | 'bot-failed'
  | 'reopened'
  | 'released';

/** One entry of a conversation's log as this reader may see it. */
export interface Event {
  seq: number;
  kind: Kind;
  from?: From;
  name?: string;
  /** ms since 1970 */
  at: number;
  id?: string;
  text?: string;
  decision?: Decision;
  citations?: Citation[];
  choices?: Choice[];
  related?: Choice[];
  offer?: boolean;
  owner?: Owner;
  agent?: string;
  reason?: Reason;
  place?: number;
  staffed?: boolean;
  ref?: number;
  helpful?: boolean;
  score?: number;
  email?: string;
  /** staff only */
  summary?: string;
  /** staff only */
  cause?: string;
  /** staff only */
  trace?: Trace;
}

/** Ties a part of a message, from byte `at` on, to bytes start..end of an article's plain text. */
export interface Citation {
  n: number;
  article: string;
  revision: number;
  title: string;
  start: number;
  end: number;
  at: number;
}

/** An article offered by its title. */
export interface Choice {
  article: string;
  title: string;
}

/** What is true of a conversation now and is not in its log. */
export interface State {
  status: Status;
  owner: Owner;
  agent?: string;
  mine?: boolean;
  epoch: number;
  head: number;
  place?: number;
  waiting?: number;
  /** queued since, ms since 1970 */
  since?: number;
  staffed: boolean;
  typing?: From;
  email?: string;
  page?: string;
  locale?: string;
  name?: string;
}

/** One line of a visitor's list of conversations. */
export interface Summary {
  id: string;
  status: Status;
  owner: Owner;
  head: number;
  /** ms since 1970 */
  updated: number;
  snippet: string;
}

/** Who is signed in. */
export interface Staff {
  id: string;
  name: string;
  roles: string[];
}

/** The agents' overview. A list without rows may be null: Go writes an empty slice so. */
export interface Desk {
  waiting: Row[] | null;
  mine: Row[] | null;
  bot: Row[] | null;
  closed: Row[] | null;
  agents: number;
}

/** One conversation in the overview. */
export interface Row {
  id: string;
  name: string;
  snippet: string;
  from: From;
  reason?: Reason;
  /** queued since, ms since 1970 */
  since?: number;
  /** ms since 1970 */
  updated: number;
  head: number;
  epoch: number;
  owner: Owner;
  agent?: string;
  email?: string;
}

/** Why the bot said something; staff only. One that was written before there were parts has neither parts nor model. */
export interface Trace {
  query: string;
  terms?: string[];
  /** words that look alike were searched too */
  fuzzy?: boolean;
  candidates?: Candidate[];
  /** what is known of the best candidate, by name */
  features?: Record<string, number>;
  /** what each of them adds to the log-odds of the confidence, by the same names */
  parts?: Record<string, number>;
  /** what the confidence was fitted to, in plain words */
  model?: string;
  /** 0..1 */
  confidence: number;
  /** from which the bot answers; more than 1 if it never does */
  threshold: number;
  rule: string;
  index: string;
  micros: number;
}

/** One article that was considered. */
export interface Candidate {
  article: string;
  revision: number;
  title: string;
  /** with a model: the ranking's share for the article, 0..1 */
  score: number;
}

/** Returns a new id for a message or a conversation: 128 random bits as 22 characters of base64url. */
export function newID(): string {
  const bits = crypto.getRandomValues(new Uint8Array(16));
  const base64 = btoa(String.fromCharCode(...bits));
  return base64.replaceAll('+', '-').replaceAll('/', '_').slice(0, 22);
}
