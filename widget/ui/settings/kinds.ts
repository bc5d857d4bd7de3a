// The documents of settings, as the server keeps them. Fields are named as in its JSON; lists are never null
// here, see documents.ts.

/** How urgent a conversation is; "" is the usual. */
export type Priority = 'low' | '' | 'high' | 'urgent';

export const priorities: readonly Priority[] = ['', 'low', 'high', 'urgent'];

/** An opening of a day in local time: from is in it, to is not. "HH:MM", at most "24:00". */
export interface Opening {
  from: string;
  to: string;
}

/** An opening on a day of the week. */
export interface Span extends Opening {
  /** 0 is Sunday */
  day: number;
}

/** A date on which the hours of the week do not hold. */
export interface Day {
  /** 2026-12-25 */
  date: string;
  name?: string;
  /** none: closed all day */
  open: Opening[];
}

/** When a team is at work. */
export interface Hours {
  /** IANA name, "" is UTC */
  zone: string;
  /** none at all: open around the clock */
  week: Span[];
  days: Day[];
}

/**
 * How fast a team answers, in seconds of its opening hours. What is left out is not promised; 0 was typed and
 * cannot be kept, -1 stands for what is no number.
 */
export interface Standard {
  first?: number;
  next?: number;
  resolve?: number;
}

export type Measure = keyof Standard;

export const measures: readonly Measure[] = ['first', 'next', 'resolve'];

/** An agent of a team. */
export interface Member {
  /** staff id */
  agent: string;
  /** conversations at the same time; 0 is the usual number, -1 is no number */
  capacity: number;
  skills: string[];
}

/** A group of agents that takes hand-offs of some kinds. */
export interface Team {
  id: string;
  title: string;
  hours: Hours;
  standards: Partial<Record<Priority, Standard>>;
  /** customers are told the standards */
  show: boolean;
  /** conversations are given to agents; otherwise agents claim them */
  auto: boolean;
  /** none means every agent */
  members: Member[];
}

/** Sends hand-offs of a kind to a team. Every condition that is set must hold. */
export interface Route {
  team: string;
  sites: string[];
  pages: string[];
  languages: string[];
  tags: string[];
  categories: string[];
  priority: Priority;
}

export type Condition = 'sites' | 'pages' | 'languages' | 'tags' | 'categories';

export const conditions: readonly Condition[] = ['sites', 'pages', 'languages', 'tags', 'categories'];

/** The rules of the house. Times are seconds. */
export interface DeskRules {
  teams: Team[];
  routes: Route[];
  grace: number;
  away: number;
  silent: number;
  expire: number;
  mail_after: number;
  /** agents see what the customer is typing */
  preview: boolean;
}

export type Limit = 'grace' | 'away' | 'silent' | 'expire' | 'mail_after';

export const limits: readonly Limit[] = ['grace', 'away', 'silent', 'expire', 'mail_after'];

/** Why a customer had to ask. */
export interface Cause {
  id: string;
  title: string;
  /** other words for it */
  words: string[];
  parts: Cause[];
}

/** A reply that is written once and used often. */
export interface Canned {
  id: string;
  shortcut: string;
  title: string;
  text: string;
  /** id of the only team that sees it, "" for all */
  team: string;
  tags: string[];
}

/** The steps for a kind of case. */
export interface Playbook {
  id: string;
  title: string;
  tags: string[];
  questions: string[];
  steps: string[];
  team: string;
}

/** A member of the staff. */
export interface Person {
  id: string;
  name: string;
  email: string;
  roles: string[];
}
