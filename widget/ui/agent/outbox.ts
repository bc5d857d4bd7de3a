// What the agent wrote and the server has not shown back yet. Each text keeps its id through every
// attempt, so that it is stored once however often it is sent.
import type { WireError } from '../shared/socket';
import type { Event, In, Out } from '../shared/wire';
import { newID } from '../shared/wire';
import type { Remembered } from '../staff/remembered';
import { t } from './strings';

/** A text to the customer or for colleagues. */
export type Mode = 'reply' | 'note';

/** One text on its way. */
export interface Outgoing {
  id: string;
  conversation: string;
  mode: Mode;
  text: string;
  state: 'sending' | 'sent' | 'slow' | 'failed';
  /** why it failed */
  why: string;
}

/** How the outbox reaches the server. */
export interface Post {
  request(frame: In & { id: string }): Promise<Out>;
  /** the present epoch of a conversation */
  epoch(conversation: string): number;
  changed(): void;
}

const patience = 15_000;
const attempts = 3;
const kept = 'outbox';

/** The texts on their way, oldest first. */
export class Outbox {
  private items: Outgoing[];

  constructor(
    private readonly post: Post,
    private readonly store: Remembered,
  ) {
    this.items = restore(store.get(kept));
  }

  /** The texts of a conversation that are not in its log yet. */
  of(conversation: string): Outgoing[] {
    return this.items.filter((item) => item.conversation === conversation);
  }

  add(conversation: string, mode: Mode, text: string): void {
    const item: Outgoing = { id: newID(), conversation, mode, text, state: 'sending', why: '' };
    this.items.push(item);
    void this.send(item, 1);
  }

  /** Sends a text again under its first id. */
  retry(id: string): void {
    const item = this.items.find((candidate) => candidate.id === id);
    if (item) void this.send(item, attempts);
  }

  /** Forgets a text that the server refused. */
  discard(id: string): void {
    this.items = this.items.filter((item) => item.id !== id || item.state !== 'failed');
    this.save();
  }

  /** Forgets the texts that have arrived in the log. */
  arrived(events: Event[]): void {
    const ids = new Set(events.map((event) => event.id));
    const left = this.items.filter((item) => !ids.has(item.id));
    if (left.length === this.items.length) return;
    this.items = left;
    this.save();
  }

  private async send(item: Outgoing, attempt: number): Promise<void> {
    item.state = 'sending';
    item.why = '';
    this.save();
    const timer = setTimeout(() => this.mark(item, 'slow', t.slow), patience);
    try {
      await this.post.request(frameOf(item, this.post.epoch(item.conversation)));
      this.mark(item, 'sent', '');
    } catch (fault) {
      const refused = fault as WireError;
      if (refused.retryAfter > 0 && attempt < attempts) {
        setTimeout(() => void this.send(item, attempt + 1), refused.retryAfter);
      } else {
        this.mark(item, 'failed', reasonOf(refused));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  private mark(item: Outgoing, state: Outgoing['state'], why: string): void {
    item.state = state;
    item.why = why;
    this.save();
  }

  private save(): void {
    this.store.set(kept, this.items.length === 0 ? '' : JSON.stringify(this.items));
    this.post.changed();
  }
}

/** Why the server refused: in our words, except where only the server knows who was faster. */
export function reasonOf(refused: Pick<WireError, 'code' | 'message'>): string {
  const ours = t.errors[refused.code];
  if (refused.code === 'taken' || ours === undefined) return refused.message || (ours ?? t.errors.internal ?? '');
  return ours;
}

function frameOf(item: Outgoing, epoch: number): In & { id: string } {
  const { id, conversation, text } = item;
  return item.mode === 'note' ? { type: 'note', id, conversation, text } : { type: 'send', id, conversation, text, epoch };
}

/** What was on its way when the page was left is shown as unanswered: nobody knows whether it arrived. */
function restore(text: string): Outgoing[] {
  try {
    const items = JSON.parse(text || '[]') as Outgoing[];
    const open = items.filter((item) => item.state !== 'sent');
    return open.map((item) => (item.state === 'failed' ? item : { ...item, state: 'slow', why: t.slow }));
  } catch {
    return [];
  }
}
