// One conversation as the customer sees it: the log as far as it is known, the state beside it, and
// what follows from both.
import type { Event, State } from '../shared/wire';

/** A conversation's log and state. */
export class Conversation {
  readonly id: string;
  readonly events: Event[] = [];
  state?: State;
  /** events up to this number were there before this page looked; they are not read out */
  old: number;

  constructor(id: string, old = 0) {
    this.id = id;
    this.old = old;
  }

  /** Number of the newest event held. */
  get head(): number {
    return this.events.at(-1)?.seq ?? 0;
  }

  /** The newest event that the test accepts. */
  last(test: (event: Event) => boolean): Event | undefined {
    return this.events.findLast(test);
  }

  /** What the customer said about a message; undefined if nothing. */
  opinion(seq: number): boolean | undefined {
    const said = this.last(({ kind, ref }) => kind === 'feedback' && ref === seq);
    return said && !!said.helpful;
  }

  /** Whether the conversation is closed at present. */
  get ended(): boolean {
    if (this.state) return this.state.status === 'resolved';
    return this.last(({ kind }) => kind === 'resolved' || kind === 'reopened')?.kind === 'resolved';
  }

  /** Whether a rating was given since the conversation was last closed. */
  get rated(): boolean {
    return this.last(({ kind }) => kind === 'resolved' || kind === 'rating')?.kind === 'rating';
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
