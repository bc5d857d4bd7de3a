// The customer's side of the desk: one socket, the current conversation, the outbox, what is unread.
// The views read it and are told when it has changed.
import { Socket } from '../shared/socket';
import type { Status, WireError } from '../shared/socket';
import { newID } from '../shared/wire';
import type { closeCode, Event, In, Out, State, Summary } from '../shared/wire';
import { Conversation, isIncoming } from './conversation';
import { liveKey } from './host';
import { Outbox } from './outbox';
import type { Entry } from './outbox';
import type { Setting } from './setting';
import { Typing } from './typing';
import { Vouch } from './vouch';

// By its number: the whole table of codes would come along with its name.
const tokenStale = 4003 satisfies typeof closeCode.tokenStale;
const erased = 4504 satisfies typeof closeCode.erased;
const dayMillis = 86_400_000;
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
  /** the newest entry of the log is in sight */
  atEnd = true;
  readonly socket: Socket;
  readonly outbox: Outbox;
  readonly typing: Typing;
  readonly #world: Setting;
  #token: string | undefined;
  #seen: string; // "conversation:number" of the newest event that was looked at
  #looking = false;
  #stopSeen: () => void = () => {};
  #stopTyping: () => void = () => {};
  readonly #vouch: Vouch;
  #held: boolean; // the connection waits for the host page
  #wanted = false; // a connection is wanted

  constructor(world: Setting) {
    const { items, site, locale, page, referrer } = world;
    this.#world = world;
    this.#token = items.token;
    this.#seen = items.seen ?? '';
    this.page = page;
    this.#vouch = new Vouch({
      askVouch: world.askVouch,
      unvouched: (message) => {
        console.warn('frontdesk: identify:', message);
        world.event('error', { code: 'identity', message });
      },
    });
    this.#held = world.vouching;
    if (this.#held) world.after(vouchMillis, () => this.vouch());
    const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
    this.socket = new Socket({
      ...world.socket,
      hello: () => ({
        type: 'hello',
        site,
        locale,
        referrer,
        zone,
        token: this.#token,
        page: this.page,
        identity: this.#vouch.next(),
      }),
      listener: {
        status: (status) => this.#onStatus(status),
        closed: (code) => {
          if (code === tokenStale) this.#forgotten();
          if (code === erased) this.#erased();
        },
        welcome: (frame) => this.#onWelcome(frame),
        events: (_, events) => this.#onEvents(events),
        anew: (id) => {
          this.#seen = '';
          this.conversation = new Conversation(id, Infinity);
          this.onChange();
        },
        state: (id, state) => this.#onState(id, state),
        frame: ({ conversation: id, draft }) => {
          if (draft && this.conversation?.id === id) this.conversation?.show(draft);
          this.onChange();
        },
        error: ({ code, message, retry_after }) => {
          if (code === 'identity') return this.#vouch.refuse(message);
          if (code === 'rate_limited') this.#limit(retry_after);
          world.event('error', { code });
        },
      },
    });
    this.outbox = new Outbox({
      ...world,
      request: (frame) => this.#request(frame),
      changed: () => this.onChange(),
      limited: (ms) => this.#limit(ms),
    });
    this.typing = new Typing({
      ...world,
      listening: (preview) => {
        const { owner } = this.conversation?.state ?? {};
        return owner === 'agent' || (preview && owner === 'queue');
      },
      tell: (text) => this.socket.send({ type: 'typing', conversation: this.conversation?.id, text }),
    });
    this.#restore();
    if (items.conversation) this.#turnTo(new Conversation(items.conversation, Infinity), true);
    if (this.#token) this.start();
  }

  /** The code with which the desk ended the connection for good, 0 if it did not. */
  get stopped(): number {
    const { connection } = this;
    return connection.name === 'stopped' && connection.code !== 1000 ? connection.code : 0;
  }

  /** Connects, once it is known whether the host page vouches for the customer. */
  start(): void {
    this.#wanted = true;
    if (!this.#held) this.socket.start();
  }

  /** The host page vouches for the customer by a token, or says that it does not. */
  vouch(token?: string): void {
    this.#held = false;
    if (this.#vouch.take(token)) this.#world.reconnect();
    if (this.#wanted) this.socket.start();
  }

  /** Turns to a new conversation; the server hears of it with its first message. */
  begin(): Conversation {
    return this.#turnTo(new Conversation(newID()), false);
  }

  /** Sends a message in the current conversation, or begins one. */
  say(text: string, choice?: string): void {
    const { id: conversation } = this.conversation ?? this.begin();
    this.start();
    this.outbox.add({ id: newID(), conversation, text, choice, at: this.#world.now() });
  }

  /** Sends a request about the current conversation. Rejects with a WireError. */
  ask(frame: In): Promise<Out> {
    this.start();
    return this.#request({ ...frame, id: newID(), conversation: this.conversation?.id });
  }

  /** Asks for a person: in words where the conversation has not begun. */
  async askPerson(words: string): Promise<void> {
    if (this.conversation?.head) await this.ask({ type: 'person' });
    else this.say(words);
  }

  /** Does not wait for the bot's words to come to their end: what is written is enough. */
  stop(): void {
    this.socket.send({ type: 'stop', conversation: this.conversation?.id });
  }

  /** Says whether the customer sees the newest messages. */
  look(looking = this.#looking): void {
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

  /** Asks again where the desk says that the conversation goes on. */
  #request(frame: In & { id: string }): Promise<Out> {
    return this.socket.request(frame).catch((error: WireError) => {
      const { into } = error.frame ?? {};
      if (!into || frame.seq) throw error; // a number means something in its own conversation only
      this.#goOnIn(into);
      return this.#request({ ...frame, conversation: into });
    });
  }

  /** The conversation goes on in another one, and with it what is on its way. */
  #goOnIn(into: string): void {
    const { id } = this.conversation ?? {};
    if (!id || id === into) return;
    this.#turnTo(new Conversation(into, Infinity), true);
    this.outbox.move(id, into);
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

  /** Everything was erased at the customer's request: nothing of it stays here either. */
  #erased(): void {
    const { items, put } = this.#world;
    for (const key of new Set([...Object.keys(items), 'token', 'seen', 'draft', liveKey])) {
      delete items[key];
      put(key, null);
    }
    this.outbox.remove(this.outbox.list(this.conversation?.id).map(({ id }) => id));
    this.#token = this.conversation = undefined;
    put('chat', '1'); // where a new one begins
  }

  #onWelcome({ token, conversations, preview }: Out): void {
    const changed = token && token !== this.#token;
    if (changed) {
      this.#token = token;
      this.#world.put('token', token);
    }
    this.typing.preview = !!preview;
    const listed = (conversations ?? []).sort((a, b) => b.updated - a.updated);
    const current = this.conversation;
    if (current) current.draft = undefined; // it has come to its end meanwhile, or is sent again
    // Whom the host page vouches for may be somebody else than who was here before.
    const lost = changed && current?.head && !listed.some(({ id }) => id === current.id);
    if (!current || lost) {
      const open = listed.find(({ status }) => status === 'open');
      if (open) this.#turnTo(new Conversation(open.id, open.head), true);
      else if (lost) this.begin();
      if (lost) this.outbox.move(current.id, (this.conversation as Conversation).id);
    } else if (!current.head) this.#meetAgain(current, listed);
    this.#countUnread();
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
    conversation.add(events);
    this.outbox.remove(events.map(({ id }) => id));
    const news = events.filter(({ seq }) => seq > conversation.old);
    this.onNews(news);
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
    this.conversation.old = Math.min(this.conversation.old, state.head); // where it was not known before
    this.#stopTyping();
    if (state.merged) this.#goOnIn(state.merged);
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
    const sees = this.#sees;
    if (sees && head > seen) {
      this.#seen = `${id}:${head}`;
      this.#world.put('seen', this.#seen);
    }
    this.#world.unread(sees ? 0 : conversation.unreadAfter(seen));
    this.#stopSeen();
    if (head)
      this.#stopSeen = this.#world.after(seenMillis, () => {
        if (this.#sees) this.socket.send({ type: 'seen', conversation: id, seq: head });
      });
  }

  /** Whether the newest entry of the log is before the customer's eyes. */
  get #sees(): boolean {
    return this.#looking && this.atEnd;
  }

}
