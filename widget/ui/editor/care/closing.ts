// Closing suggestions of agents: a closed one cannot be opened again, so it is told to the server a little later, and
// taken back until then.

/** What becomes of a suggestion. */
export type Closed = 'done' | 'declined';

/** How a suggestion stands on the page: closed and to be undone, being told, closed for good, or not closed. */
export type Standing = { name: 'open'; fault: string } | { name: 'undoable' | 'closing' | 'closed'; as: Closed };

/** What closing needs of the page. */
export interface Around {
  /** tells the server, and keeps at it when the page goes away; rejects if it is refused */
  tell: (id: string, as: Closed) => Promise<void>;
  /** a sentence for what was refused */
  words: (refused: unknown) => string;
  /** runs something so many ms later, unless what it returns is cancelled */
  after: (ms: number, run: () => void) => unknown;
  cancel: (timer: unknown) => void;
  /** something is shown differently now */
  changed: () => void;
  /** the server knows that one more is closed */
  told: () => void;
}

const untouched: Standing = { name: 'open', fault: '' };

/** The suggestions that are being closed on a page. */
export class Closing {
  private readonly standings = new Map<string, Standing>();
  private waiting: { id: string; as: Closed; timer?: unknown } | null = null;

  constructor(
    private readonly around: Around,
    /** ms for which it can be undone */
    private readonly grace = 10_000,
  ) {}

  /** How a suggestion stands. */
  of(id: string): Standing {
    return this.standings.get(id) ?? untouched;
  }

  /** Closes a suggestion; the one before cannot be undone any more. */
  close(id: string, as: Closed): void {
    if (this.of(id).name !== 'open') return;
    this.flush();
    this.waiting = { id, as };
    this.set(id, { name: 'undoable', as });
    this.hold(false);
  }

  /** Takes it back, if that is still possible. */
  undo(id: string): void {
    if (this.waiting?.id !== id) return;
    this.around.cancel(this.waiting.timer);
    this.waiting = null;
    this.set(id, untouched);
  }

  /** Leaves all the time to undo while somebody is at it (true), and a little once they are not (false). */
  hold(yes: boolean): void {
    if (!this.waiting) return;
    this.around.cancel(this.waiting.timer);
    this.waiting.timer = yes ? undefined : this.around.after(this.grace, () => this.flush());
  }

  /** Tells the server now what it was not told yet. */
  flush(): void {
    if (!this.waiting) return;
    const { id, as, timer } = this.waiting;
    this.around.cancel(timer);
    this.waiting = null;
    this.set(id, { name: 'closing', as });
    this.around.tell(id, as).then(
      () => {
        this.set(id, { name: 'closed', as });
        this.around.told();
      },
      (refused: unknown) => this.set(id, { name: 'open', fault: this.around.words(refused) }),
    );
  }

  private set(id: string, standing: Standing): void {
    this.standings.set(id, standing);
    this.around.changed();
  }
}
