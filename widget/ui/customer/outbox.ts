// Messages on their way: shown at once, kept in the host's storage until acknowledged, sent one at a
// time so that they arrive in the order in which they were written. An id is never changed, so that
// sending again stores nothing twice.
import type { In, Out } from '../shared/wire';
import type { WireError } from '../shared/socket';

/** One message on its way. */
export interface Entry {
  id: string;
  conversation: string;
  text: string;
  choice?: string;
  /** when it was written, ms since 1970 */
  at: number;
}

/** An entry with what became of it, as shown. */
export interface Item extends Entry {
  /** a refused message does not go out by itself; a sent one is acknowledged */
  progress: 'sending' | 'refused' | 'sent';
  /** when it was last tried by the customer, ms since 1970 */
  since: number;
  /** a request for it is under way */
  asked: boolean;
  /** the last error, if any */
  error?: WireError;
}

/** What an outbox needs of the world. */
export interface Surroundings {
  request(frame: In & { id: string }): Promise<Out>;
  /** keeps a value in the host's storage; null removes it */
  put(key: string, value: string | null): void;
  now(): number;
  /** calls f after ms milliseconds */
  after(ms: number, f: () => void): void;
  changed(): void;
  /** the server asked to wait so many milliseconds */
  limited(ms: number): void;
}

export const lateMillis = 15_000;
const retryMillis = 3_000;
const passing = ['rate_limited', 'unavailable', 'internal'];

/** The queue of messages on their way. */
export class Outbox {
  #items: Item[] = [];
  readonly #world: Surroundings;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** What of a conversation is not yet part of its log, oldest first. */
  list(conversation?: string): Item[] {
    return this.#items.filter((item) => item.conversation === conversation);
  }

  /** Reports whether a message is shown as not sent: refused, or waiting for 15 seconds. */
  failed({ progress, since }: Item): boolean {
    return progress === 'refused' || (progress === 'sending' && this.#world.now() - since >= lateMillis);
  }

  /** Takes messages on. */
  add(...entries: Entry[]): void {
    for (const entry of entries) {
      this.#keep(entry);
      const item: Item = { ...entry, progress: 'sending', since: 0, asked: false };
      this.#items.push(item);
      this.retry(item);
    }
  }

  /** Starts the 15 seconds anew, and sends again what was refused. */
  retry(item: Item): void {
    item.progress = 'sending';
    item.error = undefined;
    item.since = this.#world.now();
    this.#world.after(lateMillis, () => this.#world.changed());
    this.#pump(item.conversation);
  }

  /** Removes messages: the log contains them now, or the customer took them back. */
  remove(ids: (string | undefined)[]): void {
    for (const item of this.#items.filter(({ id }) => ids.includes(id))) {
      this.#items = this.#items.filter((other) => other !== item);
      this.#world.put(`out:${item.id}`, null);
      this.#pump(item.conversation);
    }
  }

  /** Moves everything to another conversation, when the server no longer knows the old one as ours. */
  move(from: string, to: string): void {
    for (const item of this.list(from)) {
      item.conversation = to;
      item.asked = false;
      this.#keep(item);
    }
    this.#pump(to);
  }

  #keep({ id, conversation, text, choice, at }: Entry): void {
    this.#world.put(`out:${id}`, JSON.stringify({ id, conversation, text, choice, at }));
  }

  /** Sends the oldest message of the conversation that is not acknowledged, unless it is under way. */
  #pump(conversation: string): void {
    this.#world.changed();
    const next = this.list(conversation).find(({ progress }) => progress === 'sending');
    if (!next || next.asked) return;
    next.asked = true;
    const { id, text, choice } = next;
    this.#world.request({ type: 'send', id, conversation, text, choice }).then(
      () => {
        next.progress = 'sent';
        this.#world.put(`out:${id}`, null);
        this.#pump(conversation);
      },
      (error: WireError) => this.#refused(next, error),
    );
  }

  #refused(item: Item, error: WireError): void {
    const { code, retryAfter } = error;
    const again = () => {
      item.asked = false;
      this.#pump(item.conversation);
    };
    item.error = error;
    if (passing.includes(code)) {
      const wait = retryAfter || retryMillis;
      if (code === 'rate_limited') this.#world.limited(wait);
      this.#world.after(wait, again);
      this.#world.changed();
      return;
    }
    item.progress = 'refused';
    again();
  }
}
