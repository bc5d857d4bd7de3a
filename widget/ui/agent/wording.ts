// The reply while a model helps with its words. The agent's own words are kept until the reply is sent, and what was
// typed while the model was at it is never written over.
import { aborted, sentence } from '../staff/call';
import type { Remembered } from '../staff/remembered';

/** How a text is to be said instead. */
export type How = 'shorter' | 'friendlier' | 'plainer';

export const hows: readonly How[] = ['shorter', 'friendlier', 'plainer'];

/** What the model is to do with a text: say it otherwise, or in another language. */
export type Task = { how: How } | { to: string };

/** A change of the reply that can be taken back. */
export interface Step {
  /** the whole reply before it */
  before: string;
  after: string;
  /** what was translated, "" if it was only reworded */
  original: string;
  /** the language that it was translated into, "" if none or not known any more */
  to: string;
}

/** Words of the model, or of the agent, that are not in the reply: it has changed meanwhile. */
export interface Offer {
  text: string;
  /** what they stand for; "" for all of the reply */
  piece: string;
  original: string;
  to: string;
}

/** How the wording of one reply stands. */
export interface Worded {
  steps: readonly Step[];
  asking: boolean;
  offer: Offer | null;
  /** why there are no other words, as a sentence; "" if nothing is to be said */
  said: string;
}

/** What wording needs of the console. */
export interface Around {
  read: (conversation: string) => string;
  write: (conversation: string, text: string) => void;
  /** asks the model */
  ask: (conversation: string, text: string, task: Task, signal: AbortSignal) => Promise<string>;
  changed: () => void;
}

/** Said when the model has no other words. */
export const unchanged = 'The model would leave it as it is.';

const nothing: Worded = { steps: [], asking: false, offer: null, said: '' };

/** The replies of a console, by conversation. */
export class Wording {
  private readonly all = new Map<string, Worded>();
  private readonly stops = new Map<string, AbortController>();

  constructor(
    private readonly around: Around,
    private readonly store: Remembered,
  ) {}

  of(conversation: string): Worded {
    let worded = this.all.get(conversation);
    if (!worded) {
      worded = { ...nothing, steps: restore(this.store.get(conversation)) };
      this.all.set(conversation, worded);
    }
    return worded;
  }

  /** Asks for other words for the selected part of the reply; for all of it if nothing but blanks is selected. */
  async ask(conversation: string, task: Task, from = 0, to = 0): Promise<void> {
    const whole = this.around.read(conversation);
    const selected = whole.slice(from, to).trim() !== '' && !('to' in task);
    const piece = (selected ? whole.slice(from, to) : whole).trim();
    if (!piece || this.of(conversation).asking) return;
    const at = whole.indexOf(piece, selected ? from : 0);
    const stop = new AbortController();
    this.stops.set(conversation, stop);
    this.set(conversation, { asking: true, offer: null, said: '' });
    try {
      const made = (await this.around.ask(conversation, piece, task, stop.signal)).trim();
      if (stop.signal.aborted) return;
      const translated = 'to' in task ? { to: task.to, original: piece } : { to: '', original: '' };
      this.set(conversation, { asking: false });
      if (!made || made === piece) this.set(conversation, { said: unchanged });
      else if (this.around.read(conversation) !== whole) this.set(conversation, { offer: { text: made, piece: selected ? piece : '', ...translated } });
      else this.put(conversation, whole, whole.slice(0, at) + made + whole.slice(at + piece.length), translated);
    } catch (fault) {
      if (!stop.signal.aborted && !aborted(fault)) this.set(conversation, { asking: false, said: sentence(fault) });
    }
  }

  /** Does not wait for the model any more. */
  stop(conversation: string): void {
    this.stops.get(conversation)?.abort();
    this.stops.delete(conversation);
    if (this.of(conversation).asking) this.set(conversation, { asking: false });
  }

  /** Takes the last step back. What was typed since is offered, so that it is not lost either. */
  back(conversation: string): void {
    const { steps } = this.of(conversation);
    const last = steps[steps.length - 1];
    if (!last) return;
    const now = this.around.read(conversation);
    const typed = now !== last.after && now.trim() !== '';
    this.around.write(conversation, last.before);
    this.set(conversation, {
      steps: steps.slice(0, -1),
      offer: typed ? { text: now, piece: '', to: last.to, original: last.original } : null,
      said: '',
    });
  }

  /** Puts what is offered into the reply: in place of what it stands for, or after everything if that is gone. */
  take(conversation: string): void {
    const { offer } = this.of(conversation);
    if (!offer) return;
    const now = this.around.read(conversation);
    const { text, piece, to, original } = offer;
    const next = !piece ? text : now.includes(piece) ? now.replace(piece, () => text) : `${now.trimEnd()}\n${text}`.trimStart();
    this.set(conversation, { offer: null });
    this.put(conversation, now, next, { to, original });
  }

  /** Puts what is offered, and what was said, out of sight. */
  dismiss(conversation: string): void {
    this.set(conversation, { offer: null, said: '' });
  }

  /** The agent has typed. A reply that is begun anew has nothing to do with the words before. */
  typed(conversation: string, was: string, is: string): void {
    const { steps, said } = this.of(conversation);
    const begun = was.trim() === '' && is.trim() !== '' && is !== steps[steps.length - 1]?.after;
    if (said || (begun && steps.length > 0)) this.set(conversation, { said: '', ...(begun && { steps: [] }) });
  }

  /** The reply is sent: everything about it is forgotten. Returns what the agent wrote if it is a translation, "" if not. */
  sent(conversation: string): string {
    const original = this.of(conversation).steps.findLast((step) => step.original !== '')?.original ?? '';
    this.stop(conversation);
    this.set(conversation, nothing);
    return original;
  }

  /** A translation that was sent is back in the composer. */
  resume(conversation: string, original: string, text: string): void {
    if (original) this.put(conversation, original, text, { to: '', original });
  }

  private put(conversation: string, before: string, after: string, translated: Pick<Step, 'to' | 'original'>): void {
    this.around.write(conversation, after);
    this.set(conversation, { steps: [...this.of(conversation).steps, { before, after, ...translated }] });
  }

  private set(conversation: string, news: Partial<Worded>): void {
    const next = { ...this.of(conversation), ...news };
    this.all.set(conversation, next);
    if (news.steps) this.store.set(conversation, next.steps.length > 0 ? JSON.stringify(next.steps) : '');
    this.around.changed();
  }
}

/** What was worded before the page was loaded anew. */
function restore(text: string): Step[] {
  try {
    const steps: unknown = JSON.parse(text || '[]');
    return Array.isArray(steps) ? (steps as Step[]) : [];
  } catch {
    return [];
  }
}
