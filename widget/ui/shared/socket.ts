// The socket client of both surfaces. It keeps one connection alive, comes back after a loss, asks
// for what it missed by sequence number, and sends every request again until it was answered, which
// is safe because the server stores an id once. It knows nothing of pages and elements.
import { heartbeatMillis, oldestVersion, pongMillis, resumable, version } from './wire';
import type { ErrorCode, Event, In, Out, State } from './wire';
import { browser } from './world';
import type { Wire, World } from './world';

export { browser, socketURL } from './world';

/** Where the connection stands. */
export type Status =
  | { name: 'connecting' }
  | { name: 'open' }
  /** lost; the next attempt is at `retryAt`, ms since 1970 */
  | { name: 'waiting'; retryAt: number }
  /** ended for good: by the server's close code, or by close() with code 1000 */
  | { name: 'stopped'; code: number };

/** Who listens to the socket. All methods are called in the order in which frames arrived. */
export interface Listener {
  status?(status: Status): void;
  /** the connection was closed with this code (1006 when it broke); called before a new attempt */
  closed?(code: number): void;
  welcome?(frame: Out): void;
  /** new events of a followed conversation: in order, without gaps, none twice */
  events?(conversation: string, events: Event[]): void;
  /** what was passed on is not in the log (any more): drop it, events from the beginning follow if there are any */
  anew?(conversation: string): void;
  state?(conversation: string, state: State): void;
  /** an error that answers no request of ours */
  error?(frame: Out): void;
  /** every other frame: desk, and what a newer server may send */
  frame?(frame: Out): void;
}

/** What a socket is made of. */
export interface Options {
  url: string;
  /** makes the first frame of each connection; absent where the server greets first (staff) */
  hello?: () => In;
  /** asked at each ping whether somebody did something since the last one (staff) */
  active?: () => boolean;
  listener: Listener;
  world?: World;
}

/** The server refused a request, or the connection stopped for good (code "stopped"). */
export class WireError extends Error {
  readonly code: ErrorCode | 'stopped';
  /** ms to wait before another attempt, 0 if not said */
  readonly retryAfter: number;
  /** the whole answer, for codes that carry more */
  readonly frame: Out | undefined;

  constructor(code: ErrorCode | 'stopped', message = '', retryAfter = 0, frame?: Out) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
    this.frame = frame;
  }
}

interface Followed {
  held: number; // sequence number of the newest event passed on
  known: boolean; // false until the server has stored the conversation's first message
  asked: number; // when a resume was sent that is not answered yet, 0 if none
}

interface Pending {
  frame: In;
  resolve: (frame: Out) => void;
  reject: (error: WireError) => void;
}

const minDelay = 500;
const maxDelay = 30_000;
const welcomeMillis = 10_000; // from the attempt to the welcome frame
const steadyMillis = 10_000; // a connection that lived longer starts the backoff anew
const askAgainMillis = 2_000; // an unanswered resume is repeated when another gap shows

/** One connection to the desk that heals itself. */
export class Socket {
  readonly #options: Options;
  readonly #world: World;
  readonly #listener: Listener;
  readonly #followed = new Map<string, Followed>();
  readonly #pending = new Map<string, Pending>();
  #wire: Wire | null = null;
  #current: Status = { name: 'stopped', code: 1000 };
  #speaks = oldestVersion;
  #generation: string | undefined; // of the desk, as far as it was told
  #attempt = 0;
  #welcomedAt = 0;
  #retryAfter = 0; // ms, said by the server before it closes
  #notBefore = 0; // no attempt earlier than this, ms since 1970
  #heartbeat = heartbeatMillis;
  #lastPong = 0;
  #cancelTimer: () => void = () => {};
  #cancelPong: (() => void) | null = null;
  #stopWake: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#world = options.world ?? browser;
    this.#listener = options.listener;
  }

  /** Where the connection stands now. */
  get status(): Status {
    return this.#current;
  }

  /** Connects, and comes back by itself from then on. Does nothing when running, or stopped by the server. */
  start(): void {
    if (this.#current.name !== 'stopped' || !resumable(this.#current.code)) return;
    this.#stopWake = this.#world.onWake(() => this.wake());
    this.#attempt = 0;
    this.#connect();
  }

  /** Ends the connection. Requests that are still open are refused with "stopped". */
  close(): void {
    this.#dropWire(1000);
    this.#stop(1000);
  }

  /**
   * Tries at once instead of waiting for the next attempt, unless the server asked for patience;
   * proves an open connection by a ping.
   */
  wake(): void {
    if (this.#current.name === 'waiting' && this.#world.now() >= this.#notBefore) this.#connect();
    else if (this.#current.name === 'open' && this.#world.now() - this.#lastPong > pongMillis) this.#ping();
  }

  /** Sends a frame that may be lost, such as typing. Reports whether it left. */
  send(frame: In): boolean {
    if (this.#current.name !== 'open' || !this.#wire) return false;
    this.#wire.send(encode(this.#speaks, frame));
    return true;
  }

  /**
   * Sends a frame with an id until it is answered, across connections. Resolves with the ack, and
   * rejects with a WireError. A second request with an id that is still open replaces the first.
   */
  request(frame: In & { id: string }): Promise<Out> {
    return new Promise((resolve, reject) => {
      if (this.#current.name === 'stopped' && !resumable(this.#current.code)) {
        reject(new WireError('stopped'));
        return;
      }
      this.#pending.set(frame.id, { frame, resolve, reject });
      this.send(frame);
    });
  }

  /**
   * Follows a conversation from the event after `held` on. With known = false the server is not asked
   * before it has acknowledged a first message: it would not know the conversation.
   */
  follow(conversation: string, held = 0, known = true): void {
    const entry: Followed = { held, known, asked: 0 };
    this.#followed.set(conversation, entry);
    if (known) this.#resume(conversation, entry);
  }

  /** Stops following a conversation. */
  leave(conversation: string): void {
    if (this.#followed.delete(conversation)) this.send({ type: 'leave', conversation });
  }

  #connect(): void {
    this.#cancelTimer();
    this.#setStatus({ name: 'connecting' });
    let wire: Wire;
    try {
      wire = this.#world.open(this.#options.url);
    } catch {
      this.#lost(1006);
      return;
    }
    this.#wire = wire;
    this.#welcomedAt = 0;
    this.#retryAfter = 0;
    wire.onopen = () => {
      if (this.#options.hello) wire.send(encode(oldestVersion, this.#options.hello()));
    };
    wire.onmessage = (event) => this.#receive(event.data);
    wire.onclose = (event) => this.#lost(event.code);
    this.#cancelTimer = this.#world.after(welcomeMillis, () => this.#lost(1006));
  }

  #receive(data: unknown): void {
    let frame: Out;
    try {
      frame = JSON.parse(String(data)) as Out;
    } catch {
      return; // not a frame; the heartbeat finds out whether the other side still makes sense
    }
    switch (frame.type) {
      case 'welcome':
        this.#welcome(frame);
        break;
      case 'pong':
        this.#pong(frame);
        break;
      case 'ack':
        this.#ack(frame);
        break;
      case 'error':
        this.#refuse(frame);
        break;
      case 'events':
        this.#take(frame);
        break;
      case 'state':
        if (frame.conversation && frame.state) this.#listener.state?.(frame.conversation, frame.state);
        break;
      case 'bye':
        this.#retryAfter = frame.retry_after ?? 0;
        break;
      default:
        this.#listener.frame?.(frame);
    }
  }

  #welcome(frame: Out): void {
    this.#cancelTimer();
    this.#welcomedAt = this.#lastPong = this.#world.now();
    this.#heartbeat = frame.heartbeat || heartbeatMillis;
    this.#speaks = Math.min(version, frame.v);
    this.#schedulePing();
    const { generation } = frame;
    if (generation && this.#generation && generation !== this.#generation) {
      for (const conversation of this.#followed.keys()) this.#dropHeld(conversation);
    }
    this.#generation = generation || this.#generation;
    // What is open already goes first: what the listener begins now is sent by itself.
    this.#current = { name: 'open' };
    for (const [conversation, entry] of this.#followed) {
      if (entry.known) this.#resume(conversation, entry);
    }
    for (const { frame: request } of this.#pending.values()) this.send(request);
    this.#setStatus(this.#current);
    this.#listener.welcome?.(frame);
  }

  #schedulePing(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#world.after(this.#heartbeat, () => {
      this.#ping();
      this.#schedulePing();
    });
  }

  #ping(): void {
    if (this.#cancelPong || this.#current.name !== 'open') return;
    const ping: In = { type: 'ping' };
    if (this.#options.active?.()) ping.active = true;
    this.send(ping);
    this.#cancelPong = this.#world.after(pongMillis, () => this.#lost(1006));
  }

  #pong(frame: Out): void {
    this.#cancelPong?.();
    this.#cancelPong = null;
    this.#lastPong = this.#world.now();
    for (const [conversation, head] of Object.entries(frame.heads ?? {})) {
      const entry = this.#followed.get(conversation);
      if (entry && head > entry.held) this.#resume(conversation, entry);
    }
  }

  #ack(frame: Out): void {
    const entry = frame.conversation ? this.#followed.get(frame.conversation) : undefined;
    if (frame.conversation && entry && !entry.held) {
      entry.known = true;
      this.#resume(frame.conversation, entry);
    }
    const pending = this.#settle(frame.id);
    pending?.resolve(frame);
  }

  #refuse(frame: Out): void {
    const pending = this.#settle(frame.id);
    if (!pending) {
      this.#listener.error?.(frame);
      if (frame.code === 'not_found') this.#dropHeld(frame.conversation ?? '');
      return;
    }
    pending.reject(new WireError(frame.code ?? 'internal', frame.message, frame.retry_after, frame));
  }

  #settle(id: string | undefined): Pending | undefined {
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id !== undefined) this.#pending.delete(id);
    return pending;
  }

  /** Passes on what is new. A hole in the numbers means that something was lost: ask for it. */
  #take(frame: Out): void {
    const conversation = frame.conversation ?? '';
    const entry = this.#followed.get(conversation);
    if (!entry) return;
    if (frame.anew) this.#dropHeld(conversation);
    const fresh: Event[] = [];
    for (const event of frame.events ?? []) {
      if (event.seq <= entry.held) continue;
      if (event.seq !== entry.held + 1) {
        this.#resumeAgain(conversation, entry);
        break;
      }
      entry.held = event.seq;
      entry.known = true;
      fresh.push(event);
    }
    if (fresh.length > 0) {
      if (!frame.more) entry.asked = 0;
      this.#listener.events?.(conversation, fresh);
    }
  }

  /** The desk was restored from a backup that is older than what is held. */
  #dropHeld(conversation: string): void {
    const entry = this.#followed.get(conversation);
    if (!entry?.held) return;
    entry.held = 0;
    this.#listener.anew?.(conversation);
  }

  #resumeAgain(conversation: string, entry: Followed): void {
    if (this.#world.now() - entry.asked >= askAgainMillis) this.#resume(conversation, entry);
  }

  #resume(conversation: string, entry: Followed): void {
    if (this.send({ type: 'resume', conversation, after: entry.held })) entry.asked = this.#world.now();
  }

  /** The connection is gone, by a close frame or by silence. */
  #lost(code: number): void {
    const lived = this.#welcomedAt > 0 ? this.#world.now() - this.#welcomedAt : 0;
    this.#dropWire();
    for (const entry of this.#followed.values()) entry.asked = 0;
    this.#listener.closed?.(code);
    if (!resumable(code)) {
      this.#stop(code);
      return;
    }
    if (lived > steadyMillis) this.#attempt = 0;
    const delay = Math.max(this.#backoff(), this.#retryAfter);
    this.#attempt++;
    this.#notBefore = this.#world.now() + this.#retryAfter;
    this.#setStatus({ name: 'waiting', retryAt: this.#world.now() + delay });
    this.#cancelTimer = this.#world.after(delay, () => this.#connect());
  }

  /** Full jitter between half a second and a ceiling that doubles up to half a minute. */
  #backoff(): number {
    const ceiling = Math.min(maxDelay, minDelay * 2 ** (this.#attempt + 1));
    return minDelay + this.#world.random() * (ceiling - minDelay);
  }

  #dropWire(code?: number): void {
    this.#cancelTimer();
    this.#cancelPong?.();
    this.#cancelPong = null;
    const wire = this.#wire;
    this.#wire = null;
    if (!wire) return;
    wire.onopen = wire.onmessage = wire.onclose = null;
    wire.close(code);
  }

  #stop(code: number): void {
    this.#stopWake?.();
    this.#stopWake = null;
    this.#setStatus({ name: 'stopped', code });
    const open = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of open) reject(new WireError('stopped'));
  }

  #setStatus(status: Status): void {
    this.#current = status;
    this.#listener.status?.(status);
  }
}

function encode(v: number, frame: In): string {
  return JSON.stringify({ v, ...frame });
}
