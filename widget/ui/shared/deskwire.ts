// The part of the frames that only staff get, as widget/wire defines it in Go: the overview, and why the bot
// said something.
import type { From, Owner, Priority, Promised, Reason, Standard } from './wire';

/**
 * The agents' overview. In a "desk" frame every list is complete. In a "rows" frame `rows` has the rows that are
 * new or have changed and `gone` the ids of those that left; the other lists are there if they changed, complete.
 */
export interface Desk {
  rows?: Row[];
  gone?: string[];
  /** agents online */
  agents: number;
  people?: Person[];
  /** promises that are owed in my conversations, or made by me */
  promises?: Owed[];
  /** my own */
  status?: 'online' | 'away';
}

/** The lists of the overview. */
export type View = 'waiting' | 'mine' | 'team' | 'bot' | 'snoozed' | 'followup' | 'closed';

/** One conversation in the overview. */
export interface Row {
  id: string;
  view: View;
  name: string;
  snippet: string;
  /** who wrote the snippet */
  from: From;
  reason?: Reason;
  /** queued since, ms since 1970 */
  since?: number;
  /** ms since 1970 */
  updated: number;
  head: number;
  epoch: number;
  owner: Owner;
  /** name of the owner */
  agent?: string;
  email?: string;
  site?: string;
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
  /** ms: since when the customer waits for a word */
  asked?: number;
  /** ms; -1 until the customer writes */
  snoozed?: number;
  follow_up?: number;
  /** colleagues who have it open */
  looking?: string;
  /** unseen notes that mention me */
  mentions?: number;
  /** open ones */
  promises?: number;
}

/** A colleague. */
export interface Person {
  id: string;
  name: string;
  status: 'online' | 'away' | 'offline';
  /** conversations that need them at the moment */
  load: number;
}

/** A promise to a customer that is still open. */
export interface Owed extends Promised {
  conversation: string;
  /** of the customer */
  name: string;
  /** ms: from when on to remind of it */
  remind: number;
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
  /** the question as a model made it stand alone, which was searched too */
  rewritten?: string;
  /** what a model had to do with it, if one was asked */
  draft?: Drafting;
}

/** What a model had to do with what the bot said. The texts are as the model was sent them and wrote them: without personal data. */
export interface Drafting {
  model: string;
  purpose: string;
  /** "used", or why the customer reads what they would have read without a model */
  outcome: string;
  /** of the prompt */
  bytes: number;
  /** tokens */
  prompt: number;
  completion: number;
  /** the tokens were not counted by the server */
  estimated?: boolean;
  cost: number;
  /** µs until the first word came, 0 if none did */
  first: number;
  /** in all */
  micros: number;
  /** what it was given; the first one has the number 1 */
  passages?: Passage[];
  /** pieces of personal data that were taken out, by kind */
  redacted?: Record<string, number>;
  sentences?: Sentence[];
}

/** A part of an article that a model was given. */
export interface Passage {
  article: string;
  revision: number;
  start: number;
  end: number;
}

/** A sentence that a model wrote. */
export interface Sentence {
  text: string;
  /** numbers of passages */
  cites?: number[];
  /** "passed", or what it says that is not written */
  verdict: string;
  /** the words that the verdict is about */
  found?: string;
}

/** One article that was considered. */
export interface Candidate {
  article: string;
  revision: number;
  title: string;
  /** with a model: the ranking's share for the article, 0..1 */
  score: number;
}
