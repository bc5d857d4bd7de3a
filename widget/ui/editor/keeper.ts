// When what is typed is sent to be kept: soon after the typing stops, now and then while it goes on, again when it failed.

const pause = 1_500; // ms after the last letter
const longest = 10_000; // ms of typing without a pause
const firstRetry = 3_000; // ms; doubled with every failure
const lastRetry = 30_000;

/** How it stands with what was typed. */
export interface Kept {
  /** idle: nothing to keep. failing: it could not be kept, and is tried again. */
  state: 'idle' | 'waiting' | 'kept' | 'failing';
  /** when it was last kept, ms since 1970 by the server's clock, 0 if it was not */
  at: number;
  /** why it could not be kept, in a sentence */
  fault: string;
}

export const nothingKept: Kept = { state: 'idle', at: 0, fault: '' };

/** Timers and the time in ms; tests have their own. */
export interface Timers {
  now(): number;
  after(ms: number, run: () => void): unknown;
  cancel(timer: unknown): void;
}

const real: Timers = {
  now: () => Date.now(),
  after: (ms, run) => setTimeout(run, ms),
  cancel: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/** Keeps the newest of what is typed. One request is on its way at a time. */
export class Keeper<T> {
  private newest: T | undefined; // not kept yet
  private since = 0; // when the first letter was typed that is not kept
  private timer: unknown;
  private sending: Promise<void> | undefined;
  private failures = 0;
  private kept: Kept = nothingKept;
  private stopped = false;

  constructor(
    /** keeps it and returns when that was */
    private readonly send: (what: T) => Promise<number>,
    /** a sentence for what was thrown */
    private readonly why: (fault: unknown) => string,
    private readonly tell: (kept: Kept) => void,
    private readonly timers: Timers = real,
  ) {}

  /** Something was typed. */
  type(what: T): void {
    const now = this.timers.now();
    if (this.newest === undefined || this.failures > 0) this.since = now;
    this.newest = what;
    this.failures = 0;
    if (this.kept.state !== 'failing') this.say({ state: 'waiting' });
    this.wait(Math.min(pause, Math.max(0, this.since + longest - now)));
  }

  /** What waits, if anything. */
  get waiting(): T | undefined {
    return this.newest;
  }

  /** Sends what waits at once. */
  flush(): void {
    if (this.newest !== undefined) this.wait(0);
  }

  /** Sends nothing more until something is typed or it is resumed, and returns when nothing is on its way. */
  async settle(): Promise<void> {
    this.timers.cancel(this.timer);
    await this.sending;
    this.timers.cancel(this.timer);
  }

  /** Goes on after it was settled. */
  resume(): void {
    if (this.newest !== undefined) this.wait(pause);
  }

  /** There is nothing to keep any more. */
  forget(): void {
    this.timers.cancel(this.timer);
    this.newest = undefined;
    this.say(nothingKept);
  }

  /** The last call: what waits is not sent. */
  stop(): void {
    this.stopped = true;
    this.timers.cancel(this.timer);
  }

  private wait(ms: number): void {
    this.timers.cancel(this.timer);
    if (this.sending || this.stopped) return; // goes on when that is back
    this.timer = this.timers.after(ms, () => {
      this.sending = this.keep();
    });
  }

  private async keep(): Promise<void> {
    const what = this.newest;
    if (what === undefined) return this.done();
    try {
      const at = await this.send(what);
      this.failures = 0;
      if (this.newest === undefined) return this.done(); // forgotten meanwhile
      const all = this.newest === what;
      if (all) this.newest = undefined;
      else this.since = this.timers.now();
      this.say({ state: all ? 'kept' : 'waiting', at, fault: '' });
      this.done();
      if (!all) this.wait(pause);
    } catch (fault) {
      this.done();
      if (this.newest === undefined) return;
      this.say({ state: 'failing', fault: this.why(fault) });
      this.wait(Math.min(lastRetry, firstRetry * 2 ** this.failures++));
    }
  }

  private done(): void {
    this.sending = undefined;
  }

  private say(news: Partial<Kept>): void {
    this.kept = { ...this.kept, ...news };
    this.tell(this.kept);
  }
}
