// One document while it is edited: what is typed, what the server has, and what went wrong.
// Nothing that was typed is given up but by the person who typed it.
import { Refusal, sentence } from './call';
import { same } from './list';
import { all } from './loose';

const signedOutWords = 'You are signed out. What you typed is still here: sign in again in a new tab, then save.';

/** What is to know about a document to edit it. */
export interface Kind<T> {
  /** what there is before anything is loaded */
  empty: T;
  /** reads what the server sent: what is missing becomes empty */
  read: (sent: unknown) => T;
  /** what cannot even be sent, as a sentence; "" if nothing */
  fault: (value: T) => string;
  /** makes the document ready to be sent */
  ready: (value: T) => T;
}

/** The kind of a list whose entries are read one by one. */
export function listOf<T>(read: (sent: unknown) => T): Kind<T[]> {
  return { empty: [], read: (sent) => all(sent, read), fault: () => '', ready: (list) => list };
}

/** A document as the server has it. */
export interface Stored {
  /** 0 if nobody has written it yet */
  revision: number;
  value: unknown;
  /** the name of who wrote it, "" if nobody has yet */
  author: string;
  /** ms since 1970 */
  at: number;
}

/** Where documents are kept. Both throw a Refusal. */
export interface Keeper {
  load: (name: string) => Promise<Stored>;
  /** returns the new revision */
  save: (name: string, revision: number, value: unknown) => Promise<number>;
}

/** Why something did not work. */
export interface Fault {
  text: string;
  /** the session has ended */
  signedOut: boolean;
}

/** Something that was removed and can be brought back. */
interface Removed<T> {
  what: string;
  before: T;
}

/** A document and what can be done with it. Those who show it listen. */
export class Draft<T> {
  /** loading is over when there is a revision; until then a fault says why there is none */
  loaded = false;
  value: T;
  busy: '' | 'loading' | 'saving' = '';
  fault: Fault | null = null;
  /** how many faults there were: the same one again is said again */
  faults = 0;
  /** what somebody else saved meanwhile */
  conflict: Stored | null = null;
  removed: Removed<T> | null = null;
  /** when and by whom the server's version was saved; 0 and "" if nobody did */
  savedAt = 0;
  author = '';
  /** as the server has it */
  saved: T;
  private revision = 0;
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly name: string,
    private readonly kind: Kind<T>,
    private readonly keeper: Keeper,
    private readonly me: string,
    private readonly now: () => number,
  ) {
    this.value = kind.empty;
    this.saved = kind.empty;
  }

  /** Calls f after every change until the returned function is called. */
  listen(f: () => void): () => void {
    this.listeners.add(f);
    return () => this.listeners.delete(f);
  }

  get dirty(): boolean {
    return !same(this.value, this.saved);
  }

  /** Loads the document unless that was done or is being done. */
  async open(): Promise<void> {
    if (this.loaded || this.busy) return;
    await this.during('loading', async () => {
      this.take(await this.keeper.load(this.name));
      this.loaded = true;
    });
  }

  /** Puts what was typed in place of the value. */
  set(value: T): void {
    this.value = value;
    this.removed = null;
    if (!this.fault?.signedOut) this.fault = null; // it may be mended by this; saving looks again
    this.tell();
  }

  /** Puts a value without something in place, and keeps the way back until the next change. */
  setWithout(value: T, what: string): void {
    const before = this.value;
    this.set(value);
    this.removed = { what, before };
    this.tell();
  }

  /** Brings back what was removed last. */
  undo(): void {
    if (this.removed) this.set(this.removed.before);
  }

  /** Saves the document and reports whether it is saved now. A conflict keeps what was typed and says who was faster. */
  async save(): Promise<boolean> {
    if (!this.loaded || this.busy) return false;
    const wrong = this.kind.fault(this.value);
    if (wrong) {
      this.refuse(wrong);
      return false;
    }
    this.value = this.kind.ready(this.value);
    const sent = this.value;
    return this.during('saving', async () => {
      try {
        this.revision = await this.keeper.save(this.name, this.revision, sent);
      } catch (fault) {
        if (!(fault instanceof Refusal) || fault.code !== 'conflict') throw fault;
        this.conflict = await this.keeper.load(this.name);
        return;
      }
      this.saved = sent;
      this.conflict = null;
      this.savedAt = this.now();
      this.author = this.me;
    }).then(() => this.saved === sent);
  }

  /** Saves over what somebody else saved meanwhile. */
  async keepMine(): Promise<boolean> {
    if (!this.conflict) return false;
    this.revision = this.conflict.revision;
    return this.save();
  }

  /** Drops what was typed for what somebody else saved meanwhile. */
  loadTheirs(): void {
    if (this.conflict) this.take(this.conflict);
    this.conflict = null;
    this.fault = null;
    this.tell();
  }

  private take(stored: Stored): void {
    this.saved = this.kind.read(stored.value);
    this.value = this.saved;
    this.revision = stored.revision;
    this.savedAt = stored.revision > 0 ? stored.at : 0;
    this.author = stored.author;
    this.removed = null;
  }

  private refuse(text: string, signedOut = false): void {
    this.fault = { text, signedOut };
    this.faults++;
    this.tell();
  }

  /** Does one thing at a time and keeps what goes wrong. */
  private async during(what: 'loading' | 'saving', work: () => Promise<void>): Promise<boolean> {
    this.busy = what;
    this.fault = null;
    this.tell();
    try {
      await work();
      return true;
    } catch (fault) {
      const signedOut = fault instanceof Refusal && fault.status === 401;
      this.refuse(signedOut ? signedOutWords : sentence(fault), signedOut);
      return false;
    } finally {
      this.busy = '';
      this.tell();
    }
  }

  private tell(): void {
    for (const f of [...this.listeners]) f();
  }
}
