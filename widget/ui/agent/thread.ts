// One conversation as the console holds it, and what can be read from its log.
import type { Candidate, Event, Promised, State } from '../shared/wire';
import { hasShares } from '../staff/makeup';

/** A prefix of the log and the state of a conversation. */
export interface Thread {
  id: string;
  events: Event[];
  state: State | null;
  /** the server does not know it, or hides it */
  missing: boolean;
  /** when the customer was last seen writing, ms since 1970 */
  typingAt: number;
  /** when the customer was seen to have read the newest message, ms since 1970; 0 if that was not while we looked */
  readAt: number;
}

export function newThread(id: string): Thread {
  return { id, events: [], state: null, missing: false, typingAt: 0, readAt: 0 };
}

/** How long somebody counts as writing after the last sign of it, in ms. */
export const typingLasts = 6_000;

/** Adds events to the log. Reports whether the customer spoke in a thread that was known already. */
export function take(thread: Thread, events: Event[]): boolean {
  const first = thread.events.length === 0;
  thread.events = [...thread.events, ...events];
  if (events.some((event) => event.from === 'customer')) thread.typingAt = 0;
  return !first && events.some((event) => event.kind === 'message' && event.from === 'customer');
}

/** Takes a new state of the conversation. */
export function put(thread: Thread, state: State, now: number): void {
  if (thread.state && (state.read ?? 0) > (thread.state.read ?? 0)) thread.readAt = now;
  thread.state = state;
  thread.missing = false;
  thread.typingAt = state.typing === 'customer' || state.preview ? now : 0;
}

/** Reports whether the customer is writing. */
export function types(thread: Thread | undefined, now: number): boolean {
  const at = thread?.typingAt ?? 0;
  return at > 0 && now - at < typingLasts;
}

/** The number of the newest event held. */
export function headOf(thread: Thread): number {
  return thread.events[thread.events.length - 1]?.seq ?? 0;
}

/** Why a person was brought in, and what the customer wants: the newest of each in the log. */
export function handoffOf(events: Event[]): { reason: string; summary: string } | undefined {
  let found: { reason: string; summary: string } | undefined;
  for (const event of events) {
    if (event.kind !== 'owner' || event.owner !== 'queue') continue;
    // A conversation put back into the queue has no summary of its own.
    found = { reason: event.reason || found?.reason || '', summary: event.summary || found?.summary || '' };
  }
  return found;
}

/** An article that the bot considered anywhere in the conversation. */
export interface Tried extends Candidate {
  /** the score is a share, 0..1 */
  share: boolean;
  /** the bot quoted it */
  cited: boolean;
}

/** Every article tried, once, with its best score: quoted ones first, then those with shares, then by score. */
export function triedIn(events: Event[]): Tried[] {
  const found = new Map<string, Tried>();
  const note = (candidate: Candidate, share: boolean, cited: boolean) => {
    const known = found.get(candidate.article);
    if (!known) found.set(candidate.article, { ...candidate, share, cited });
    else {
      known.cited ||= cited;
      known.revision = Math.max(known.revision, candidate.revision);
      // A share says more than a score that is none, and cannot be compared with it.
      if (share && !known.share) Object.assign(known, { share, score: candidate.score });
      else if (share === known.share) known.score = Math.max(known.score, candidate.score);
    }
  };
  for (const event of events) {
    const { trace } = event;
    for (const candidate of trace?.candidates ?? []) note(candidate, trace !== undefined && hasShares(trace), false);
    for (const { article, revision, title } of event.citations ?? []) note({ article, revision, title, score: 0 }, false, true);
  }
  return [...found.values()].sort((a, b) => Number(b.cited) - Number(a.cited) || Number(b.share) - Number(a.share) || b.score - a.score);
}

/** The newest address and name that the customer left, "" if none. */
export function contactOf(events: Event[]): { email: string; name: string } {
  const found = { email: '', name: '' };
  for (const event of events) {
    if (event.kind !== 'contact') continue;
    found.email = event.email || found.email;
    found.name = event.name || found.name;
  }
  return found;
}

/** The newest rating in the log, 0 if there is none. */
export function ratingOf(events: Event[]): number {
  let score = 0;
  for (const event of events) if (event.kind === 'rating') score = event.score ?? 0;
  return score;
}

/** The cause of the newest resolution, "" if there is none. */
export function causeOf(events: Event[]): string {
  let cause = '';
  for (const event of events) if (event.kind === 'resolved') cause = event.cause ?? '';
  return cause;
}

/** The promises of the log as they stand, those that are owed first, then by when they are due. */
export function promisesOf(events: Event[]): Promised[] {
  const found = new Map<string, Promised>();
  for (const { kind, promise } of events) if (kind === 'promise' && promise) found.set(promise.id, promise);
  return [...found.values()].sort((a, b) => Number(owed(b)) - Number(owed(a)) || a.due - b.due);
}

/** Reports whether the customer still waits for it. */
export function owed(promise: Promised): boolean {
  return promise.state === 'open' || promise.state === 'late';
}

/** The steps of playbooks that are done, as "id/3". */
export function stepsDone(events: Event[]): Set<string> {
  const done = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'step' || !event.step_id) continue;
    if (event.done) done.add(event.step_id);
    else done.delete(event.step_id);
  }
  return done;
}

/** The number of the newest message of the customer, 0 if there is none. */
export function lastAsked(events: Event[]): number {
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i];
    if (event?.kind === 'message' && event.from === 'customer') return event.seq;
  }
  return 0;
}

/** Reports whether an agent has spoken after the customer's newest message. */
export function answered(events: Event[]): boolean {
  const asked = lastAsked(events);
  return events.some((event) => event.seq > asked && event.kind === 'message' && event.from === 'agent');
}

/** The number of the newest message of an agent that the customer has seen, 0 if there is none. */
export function lastRead({ events, state }: Thread): number {
  const read = state?.read ?? 0;
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i];
    if (event && event.seq <= read && event.kind === 'message' && event.from === 'agent') return event.seq;
  }
  return 0;
}

/** The messages that came after an event, from others than this agent. */
export function since(events: Event[], after: number, me: string): Event[] {
  return events.filter((event) => event.seq > after && event.kind === 'message' && (event.from !== 'agent' || event.name !== me));
}
