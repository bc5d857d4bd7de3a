// One conversation as the customer sees it: the log as far as it is known, the state beside it, and
// what follows from both.
import type { Draft, Event, Kind, State } from '../shared/wire';

/** A conversation's log and state. */
export class Conversation {
  readonly id: string;
  readonly events: Event[] = [];
  state?: State;
  /** what the bot is about to say, as far as it is known */
  draft?: Draft;
  /** events up to this number were there before this page looked; they are not read out */
  old: number;

  constructor(id: string, old = 0) {
    this.id = id;
    this.old = old;
  }

  /** Takes new events. What was said, and who took over, ends what was about to be said. */
  add(events: Event[]): void {
    this.events.push(...events);
    if (this.draft) this.show(this.draft);
  }

  /** Shows what the bot is about to say, unless something was said since; without text nothing. */
  show(draft: Draft): void {
    this.draft = draft.text && (this.#newest('message', 'owner')?.seq ?? 0) <= draft.after ? draft : undefined;
  }

  /** Number of the newest event held. */
  get head(): number {
    return this.events.at(-1)?.seq ?? 0;
  }

  /** What the customer said about a message; undefined if nothing. */
  opinion(seq: number): boolean | undefined {
    const said = this.events.findLast(({ kind, ref }) => kind === 'feedback' && ref === seq);
    return said && !!said.helpful;
  }

  /** Whether the conversation is closed at present. */
  get ended(): boolean {
    return this.state ? this.state.status === 'resolved' : !!this.#turn && this.#turn !== 'reopened';
  }

  /** Whether it was closed because nobody took it in time. */
  get expired(): boolean {
    return this.ended && this.#turn === 'expired';
  }

  /** The rating given since the conversation was last closed, 0 if none was. */
  get rated(): number {
    return this.#newest('resolved', 'expired', 'rating')?.score ?? 0;
  }

  /** What last closed the conversation or opened it again. */
  get #turn(): Kind | undefined {
    return this.#newest('resolved', 'expired', 'reopened')?.kind;
  }

  #newest(...kinds: Kind[]): Event | undefined {
    return this.events.findLast(({ kind }) => kinds.includes(kind));
  }

  /** Name of the agent who answers, "" if none does or none is named. */
  get agent(): string {
    return (this.state?.owner === 'agent' && this.state.agent) || '';
  }

  /** How many messages of others have a number above seq. */
  unreadAfter(seq: number): number {
    return this.events.filter((event) => event.seq > seq && isIncoming(event)).length;
  }
}

/** Reports whether an event is a message that somebody else wrote. */
export function isIncoming({ kind, from }: Event): boolean {
  return kind === 'message' && from !== 'customer';
}
