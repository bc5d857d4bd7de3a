// Questions to the model whose answers are kept while the console is open: asked once, however often they are looked at.
import { aborted, sentence } from '../staff/call';

const most = 200; // answers that are kept; the oldest go first

/** How a question to the model stands. */
export type Standing<T> = { is: 'asking' } | { is: 'here'; value: T } | { is: 'failed'; why: string };

interface Asked<T> {
  standing: Standing<T>;
  stop: AbortController;
}

/** Questions of one kind, by a key that stands for everything that is asked. */
export class Asks<T> {
  /** rises with every change */
  version = 0;
  private readonly all = new Map<string, Asked<T>>();

  constructor(private readonly changed: () => void) {}

  /** How a question stands, undefined if it was not asked or was stopped. */
  of(key: string): Standing<T> | undefined {
    return this.all.get(key)?.standing;
  }

  /** Asks, unless the answer is here or on its way. What failed is asked again. */
  async ask(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<void> {
    const known = this.of(key);
    if (known && known.is !== 'failed') return;
    const asked: Asked<T> = { standing: { is: 'asking' }, stop: new AbortController() };
    this.keep(key, asked);
    try {
      const value = await work(asked.stop.signal);
      this.settle(key, asked, { is: 'here', value });
    } catch (fault) {
      if (!aborted(fault)) this.settle(key, asked, { is: 'failed', why: sentence(fault) });
    }
  }

  /** Takes a question back, or forgets its answer. */
  drop(key: string): void {
    const asked = this.all.get(key);
    if (!asked) return;
    this.all.delete(key);
    asked.stop.abort();
    this.tell();
  }

  private keep(key: string, asked: Asked<T>): void {
    this.all.delete(key);
    this.all.set(key, asked);
    const [oldest] = this.all.keys();
    if (this.all.size > most && oldest !== undefined) this.all.delete(oldest);
    this.tell();
  }

  /** An answer to a question that was taken back is not shown. */
  private settle(key: string, asked: Asked<T>, standing: Standing<T>): void {
    if (this.all.get(key) !== asked) return;
    asked.standing = standing;
    this.tell();
  }

  private tell(): void {
    this.version++;
    this.changed();
  }
}
