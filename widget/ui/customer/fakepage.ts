// A page for tests: what the panel keeps there and tells it, and the server's side of the conversation.
import { FakeWorld } from '../shared/fakeworld';
import type { FakeWire } from '../shared/fakeworld';
import type { Event, In } from '../shared/wire';
import { Session } from './session';

/** A host page with a session in its panel. */
export class Page {
  readonly world = new FakeWorld();
  readonly items: Record<string, string>;
  readonly told: string[] = [];
  unread = 0;
  /** how often it was asked to vouch anew */
  asked = 0;
  readonly session: Session;

  constructor(items: Record<string, string> = {}, vouching = false) {
    this.items = items;
    this.session = new Session({
      site: 'shop',
      locale: 'en',
      page: 'https://shop.example/',
      referrer: 'https://search.example/',
      vouching,
      items: { ...items },
      socket: { url: 'ws://desk', world: this.world },
      put: (key, value) => {
        if (value === null) delete this.items[key];
        else this.items[key] = value;
      },
      event: (name) => this.told.push(name),
      askVouch: () => this.asked++,
      reconnect: () => this.world.wires.at(-1)?.cut(1005),
      unread: (count) => (this.unread = count),
      now: this.world.now,
      after: this.world.after,
    });
  }

  get kept(): In[] {
    return Object.keys(this.items)
      .filter((key) => key.startsWith('out:'))
      .map((key) => JSON.parse(this.items[key] ?? '') as In);
  }

  /** What became of the messages on their way. */
  get progress(): string[] {
    const { outbox, conversation } = this.session;
    return outbox.list(conversation?.id).map((item) => (outbox.failed(item) ? 'failed' : item.progress));
  }
}

/** The server acknowledges a frame. */
export function accept(wire: FakeWire, frame: In | undefined, seq: number): void {
  if (!frame) throw new Error('nothing was sent');
  wire.say({ type: 'ack', id: frame.id, conversation: frame.conversation, seq });
}

/** The server has stored a message as the first of its conversation, and more after it. */
export function stored(wire: FakeWire, frame: In | undefined, ...more: Partial<Event>[]): void {
  const first: Event = { seq: 1, kind: 'message', from: 'customer', at: 0, id: frame?.id, text: frame?.text };
  const events = [first, ...more.map((event, i) => ({ kind: 'message', at: 0, seq: i + 2, ...event }) as Event)];
  wire.say({ type: 'events', conversation: frame?.conversation, events });
}
