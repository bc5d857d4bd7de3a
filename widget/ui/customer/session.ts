// The customer's side of the desk: one socket, the current conversation, the outbox, what is unread.
// The views read it and are told when it has changed.
import { Socket, browser } from '../shared/socket';
import type { Options, Status, WireError } from '../shared/socket';
import type { Wire } from '../shared/world';
import { closeCode, newID } from '../shared/wire';
import type { Event, In, Out, State, Summary } from '../shared/wire';
import { Conversation, isIncoming } from './conversation';
import { liveKey } from './host';
import type { HostEvent } from './host';
import { Outbox } from './outbox';
import type { Entry } from './outbox';

/** What a session needs of the world. */
export interface Setting {
  site: string;
  locale: string;
  page: string;
  /** the page from which the customer came to the host page */
  referrer: string;
  /** the host page is about to say whom it vouches for: a call of vouch() follows */
  vouching: boolean;
  items: Record<string, string>;
  socket: Omit<Options, 'listener' | 'hello'>;
  put(key: string, value: string | null): void;
  event(name: HostEvent, detail: unknown): void;
  unread(count: number): void;
  /** asks the host page for another token; a call of vouch() follows if it has one */
  askVouch(): void;
  now(): number;
  after(ms: number, f: () => void): () => void;
}

const dayMillis = 86_400_000;
const typingMillis = 3_000;
const previewMillis = 2_000;
const previewBytes = 500;
const seenMillis = 1_000; // nothing is read in a flash
const vouchMillis = 2_000; // no longer is the host page waited for
const typingShownMillis = 15_000;

/** A visitor's session with the desk. */
export class Session {
  conversation?: Conversation;
  connection: Status = { name: 'stopped', code: 1000 };
  /** since when the connection is not open, 0 while it is; ms since 1970 */
  brokenSince = 0;
  /** until when the server asked to wait, ms since 1970 */
  limitedUntil = 0;
  /** called after every change */
  onChange: () => void = () => {};
  /** called with what happens from now on, not with what was there before */
  onNews: (events: Event[]) => void = () => {};
  page: string;
  /** agents see what is being typed */
  preview = false;
  /** the newest entry of the log is in sight */
  atEnd = true;
  readonly socket: Socket;
  readonly outbox: Outbox;
  readonly #world: Setting;
  #token: string | undefined;
  #seen: string; // "conversation:number" of the newest event that was looked at
  #looking = false;
  #told = ''; // the same, as the desk knows it
  #stopSeen: () => void = () => {};
  #typed: string | undefined; // what the desk is to know of the draft
  #typingRests = false;
  #stopTyping: () => void = () => {};
  #wire: Wire | undefined;
  #vouch: string | undefined; // by which the host page vouches for the customer
  #vouched = 0; // in how many greetings it was sent
  #held: boolean; // the connection waits for it
  #wanted = false; // the connection is wanted

  constructor(world: Setting) {
    const { items, site, locale, page, referrer } = world;
    const { zone } = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    this.#world = world;
    this.#token = items.token;
    this.#seen = items.seen ?? '';
    this.page = page;
    this.socket = new Socket({
      ...world.socket,
      hello: () => ({ type: 'hello', site, locale, token: this.#token, page: this.page }),
      listener: {
        status: (status) => this.#onStatus(status),
        closed: (code) => {
          if (code === closeCode.tokenStale) this.#forgotten();
        },
        welcome: (frame) => this.#onWelcome(frame),
        events: (_, events) => this.#onEvents(events),
        state: (id, state) => this.#onState(id, state),
        error: ({ code, retry_after }) => {
          if (code === 'rate_limited') this.#limit(retry_after);
          world.event('error', { code });
        },
      },
    });
    this.outbox = new Outbox({
      ...world,
      request: (frame) => this.socket.request(frame),
      changed: () => this.onChange(),
      limited: (ms) => this.#limit(ms),
    });
    this.#restore();
    if (this.#token) this.socket.start();
  }

  /** Turns to a new conversation; the server hears of it with its first message. */
  begin(): Conversation {
    return this.#turnTo(new Conversation(newID()), false);
  }

  /** Sends a message in the current conversation, or begins one. */
  say(text: string, choice?: string): void {
    const { id: conversation } = this.conversation ?? this.begin();
    this.socket.start();
    this.outbox.add({ id: newID(), conversation, text, choice, at: this.#world.now() });
  }

  /** Sends a request about the current conversation. Rejects with a WireError. */
  ask(frame: In): Promise<Out> {
    this.socket.start();
    return this.socket.request({ ...frame, id: newID(), conversation: this.conversation?.id });
  }

  /** Asks for a person: in words where the conversation has not begun. */
  async askPerson(words: string): Promise<void> {
    if (this.conversation?.head) await this.ask({ type: 'person' });
    else this.say(words);
  }

  /** Lets the agent know that the customer is writing; at most every three seconds. */
  typing(): void {
    const { id: conversation, state } = this.conversation ?? {};
    const now = this.#world.now();
    if (state?.owner !== 'agent' || now - this.#typedAt < typingMillis) return;
    this.#typedAt = now;
    this.socket.send({ type: 'typing', conversation });
  }

  /** Says whether the customer sees the newest messages. */
  look(looking: boolean): void {
    this.#looking = looking;
    this.#countUnread();
  }

  /** Takes up what was on its way when the page was left. */
  #restore(): void {
    const entries: Entry[] = [];
    for (const [key, value] of Object.entries(this.#world.items)) {
      if (!key.startsWith('out:')) continue;
      try {
        entries.push(JSON.parse(value) as Entry);
      } catch {
        this.#world.put(key, null);
      }
    }
    const last = entries.sort((a, b) => a.at - b.at).at(-1);
    if (last) this.#turnTo(new Conversation(last.conversation), false);
    this.outbox.add(...entries);
  }

  #turnTo(conversation: Conversation, known: boolean): Conversation {
    if (this.conversation) this.socket.leave(this.conversation.id);
    this.conversation = conversation;
    this.socket.follow(conversation.id, 0, known);
    this.#countUnread();
    this.onChange();
    return conversation;
  }

  #onStatus(status: Status): void {
    this.connection = status;
    if (status.name === 'open') this.brokenSince = 0;
    else this.brokenSince ||= this.#world.now();
    this.onChange();
  }

  /** The desk does not know this browser any more: what is on its way begins a conversation of its own. */
  #forgotten(): void {
    const old = this.conversation;
    this.#token = undefined;
    this.#world.put('token', null);
    if (old) this.outbox.move(old.id, this.begin().id);
  }

  #onWelcome({ token, conversations }: Out): void {
    if (token) {
      this.#token = token;
      this.#world.put('token', token);
    }
    const listed = (conversations ?? []).sort((a, b) => b.updated - a.updated);
    const current = this.conversation;
    if (!current) {
      const open = listed.find(({ status }) => status === 'open');
      if (open) this.#turnTo(new Conversation(open.id, open.head), true);
    } else if (!current.head) this.#meetAgain(current, listed);
    this.onChange();
  }

  /** A message that was on its way may belong to a conversation that the desk knows. */
  #meetAgain(current: Conversation, listed: Summary[]): void {
    const known = listed.find(({ id }) => id === current.id);
    if (!known) return;
    current.old = known.head;
    this.socket.follow(current.id);
  }

  /** The socket follows the current conversation only. */
  #onEvents(events: Event[]): void {
    const { conversation } = this;
    if (!conversation) return;
    conversation.events.push(...events);
    this.outbox.remove(events.map(({ id }) => id));
    const news = events.filter(({ seq }) => seq > conversation.old);
    if (news.length > 0) this.onNews(news);
    for (const event of news) this.#tellPage(event);
    this.#world.put(liveKey, conversation.ended ? null : `${this.#world.now() + dayMillis}`);
    this.#countUnread();
    this.onChange();
  }

  #tellPage(event: Event): void {
    const { kind, from, seq, owner, reason, score } = event;
    if (isIncoming(event)) {
      this.#clearTyping();
      this.#world.event('message', { from, seq });
    }
    if (owner === 'queue') this.#world.event('handoff', { reason });
    if (kind === 'rating') this.#world.event('rating', { score });
  }

  #onState(id: string, state: State): void {
    if (this.conversation?.id !== id) return;
    this.conversation.state = state;
    this.#stopTyping();
    if (state.typing) this.#stopTyping = this.#world.after(typingShownMillis, () => this.#clearTyping());
    this.onChange();
  }

  #clearTyping(): void {
    this.#stopTyping();
    if (this.conversation?.state) this.conversation.state.typing = undefined;
    this.onChange();
  }

  #limit(ms = 0): void {
    this.limitedUntil = this.#world.now() + ms;
    this.onChange();
  }

  #countUnread(): void {
    const { conversation } = this;
    if (!conversation) return;
    const { id, head } = conversation;
    const [about, seq] = this.#seen.split(':');
    const seen = about === id ? Number(seq) : 0;
    if (this.#looking && head > seen) {
      this.#seen = `${id}:${head}`;
      this.#world.put('seen', this.#seen);
    }
    this.#world.unread(this.#looking ? 0 : conversation.unreadAfter(seen));
  }
}
