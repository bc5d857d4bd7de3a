// The frames that cross the socket, as widget/wire defines them in Go. Keep the two in step.

import type { Desk, Trace } from './deskwire';

export type * from './deskwire';

/**
 * Newest and oldest version of the protocol that is spoken here. A page begins in the oldest and goes on in the newest
 * that the server's welcome says it speaks, so that a page of a new server can be served by an old one.
 */
export const version = 2;
export const oldestVersion = 1;

/** Largest frame the server accepts, in bytes. */
export const maxFrame = 16 << 10;

/** Largest text of one message, in bytes of UTF-8. */
export const maxMessage = 4 << 10;

/** Milliseconds between pings until the welcome frame says otherwise, and until a pong must arrive. */
export const heartbeatMillis = 25_000;
export const pongMillis = 8_000;

/** What agents do to a conversation. */
export type Verb =
  | 'accept'
  | 'handback'
  | 'release'
  | 'resolve'
  | 'takeover'
  | 'assign'
  | 'transfer'
  | 'snooze'
  | 'tag'
  | 'priority'
  | 'promise'
  | 'kept'
  | 'takeback'
  | 'merge'
  | 'block'
  | 'unblock'
  | 'step'
  | 'followup';

/** Types of frames that a client sends. */
export type InType =
  | Verb
  | 'hello'
  | 'ping'
  | 'resume'
  | 'leave'
  | 'send'
  | 'typing'
  | 'stop'
  | 'person'
  | 'feedback'
  | 'rate'
  | 'contact'
  | 'note'
  | 'seen'
  | 'status';

/** Types of frames that the server sends. */
export type OutType = 'welcome' | 'pong' | 'ack' | 'error' | 'events' | 'state' | 'draft' | 'desk' | 'rows' | 'bye';

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
  | 'unknown_site'
  | 'newer'
  | 'never_say'
  | 'promise_open'
  | 'merged'
  | 'identity';

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
  erased: 4504,
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
  /** hello: token by which the host page vouches for its user */
  identity?: string;
  /** hello */
  referrer?: string;
  /** hello: IANA time zone */
  zone?: string;
  /** staff's ping: somebody moved or typed since the last one */
  active?: boolean;
  /** staff's typing */
  writing?: 'reply' | 'note';
  /** staff's send: warnings that were read */
  confirm?: Confirmation[];
  /** staff id */
  to?: string;
  team?: string;
  /** ms since 1970; -1 until the customer writes, 0 takes it up again */
  until?: number;
  tags?: string[];
  priority?: Priority;
  promise?: string;
  into?: string;
  playbook?: string;
  step?: number;
  done?: boolean;
  status?: 'online' | 'away';
  /** staff's send: what the agent wrote, where the text is a translation of it */
  original?: string;
}

/** A warning that was read before a reply was sent anyway. */
export type Confirmation = 'newer' | 'never_say';

/** How urgent a conversation is; "normal" is what one has until somebody says otherwise, and may be left out by the server. */
export type Priority = 'low' | 'normal' | 'high' | 'urgent';

/** A frame from the server. */
export interface Out {
  v: number;
  type: OutType;
  id?: string;
  token?: string;
  heartbeat?: number;
  conversation?: string;
  conversations?: Summary[];
  /** welcome: another one than before says that the desk was restored from a backup, where the same numbers mean something else */
  generation?: string;
  staff?: Staff;
  seq?: number;
  heads?: Record<string, number>;
  events?: Event[];
  more?: boolean;
  /** events: the log does not have what is held: drop that, these are from the beginning */
  anew?: boolean;
  state?: State;
  draft?: Draft;
  desk?: Desk;
  code?: ErrorCode;
  message?: string;
  retry_after?: number;
  /** with the code never_say */
  warning?: Warning;
  /** with the code merged: the conversation that goes on */
  into?: string;
  /** welcome of a customer: agents see what is being typed; say so, and send the text with typing */
  preview?: boolean;
}

/** A never-say rule that an agent's text breaks. It is sent anyway with a confirmation. */
export interface Warning {
  rule: string;
  /** the words */
  found: string;
  reason: string;
  alternative?: string;
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
  | 'looked'
  | 'wait'
  | 'expired'
  | 'promise'
  | 'merged'
  | 'tags'
  | 'priority'
  | 'snooze'
  | 'step'
  | 'reminder'
  | 'blocked'
  | 'neversay'
  | 'followup'
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
  | 'released'
  | 'transferred'
  | 'assigned'
  | 'taken-over'
  | 'agent-gone'
  | 'agent-silent'
  | 'never-say'
  | 'undone';

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
  /** the event in a sentence for the customer, in their language */
  line?: string;
  promise?: Promised;
  /** of a merge: the conversation that goes on, if it is not this one */
  into?: string;
  /** a language model has worded the text from what is cited */
  drafted?: boolean;

  // Staff only.
  summary?: string;
  cause?: string;
  trace?: Trace;
  team?: string;
  /** name of the agent who owned it before */
  before?: string;
  /** s that were said */
  wait?: number;
  samples?: number;
  tags?: string[];
  priority?: Priority;
  /** ms since 1970; -1 until the customer writes */
  until?: number;
  other?: string;
  /** title of a playbook */
  playbook?: string;
  /** the words of its step */
  step?: string;
  /** playbook's id and the step's number, as "id/3" */
  step_id?: string;
  done?: boolean;
  rule?: string;
  /** names */
  mentions?: string[];
  /** name of the agent whom a rating is about */
  served?: string;
  undone?: boolean;
  /** what the agent wrote, where the text is a translation of it */
  original?: string;
}

/**
 * What the bot is about to say: whole sentences from the beginning of the message that will come, each time all of
 * them. It is in no log. Without text it takes back what was shown; a message or a change of owner ends it too.
 */
export interface Draft {
  /** number of the newest event that it reacts to */
  after: number;
  text: string;
  citations?: Citation[];
}

/** What the customer was told to expect by a time. In Go it is called Promise, which has a meaning of its own here. */
export interface Promised {
  id: string;
  text: string;
  /** ms since 1970 */
  due: number;
  state: 'open' | 'late' | 'kept' | 'dropped';
  late?: boolean;
  /** of a dropped one */
  why?: string;
  /** name; staff only */
  agent?: string;
}

/**
 * Ties a part of a message, from byte `at` on, to bytes start..end of an article's plain text. The part has `len` bytes
 * where a model has worded it; without a `len` it is those words, end - start bytes.
 */
export interface Citation {
  n: number;
  article: string;
  revision: number;
  title: string;
  start: number;
  end: number;
  at: number;
  len?: number;
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
  /** customers: what is true now, in a sentence in their language */
  line?: string;
  /** customers: nobody is here; ask for an address if there is none */
  ask?: boolean;
  /** the conversation that goes on in place of this one */
  merged?: string;
  /** number of the newest event that the other side has seen */
  read?: number;
  typing?: From;
  email?: string;

  // Staff only.
  page?: string;
  locale?: string;
  name?: string;
  referrer?: string;
  zone?: string;
  /** id */
  team?: string;
  priority?: Priority;
  /** separated by blanks */
  tags?: string;
  /** ms: the standard's clock that runs out next */
  due?: number;
  standard?: Standard;
  /** ms: from when on it is shown as nearly missed */
  warn?: number;
  /** ms; -1 until the customer writes */
  snoozed?: number;
  blocked?: boolean;
  /** the host page vouches for the customer */
  verified?: boolean;
  follow_up?: number;
  /** colleagues here: "Ben", "Cleo (replying)", separated by ", " */
  looking?: string;
  /** what the customer is typing, where the site allows it */
  preview?: string;
  /** open ones */
  promises?: number;
}

/** Which of a team's service standards: the first answer, the next one, the end. */
export type Standard = 'first' | 'next' | 'resolve';

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

/** Returns a new id for a message or a conversation: 128 random bits as 22 characters of base64url. */
export function newID(): string {
  const bits = crypto.getRandomValues(new Uint8Array(16));
  const base64 = btoa(String.fromCharCode(...bits));
  return base64.replaceAll('+', '-').replaceAll('/', '_').slice(0, 22);
}
