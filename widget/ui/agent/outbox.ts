// What the agent wrote and the server has not shown back yet. Each text keeps its id through every
// attempt, so that it is stored once however often it is sent.
import type { WireError } from '../shared/socket';
import type { Confirmation, Event, In, Out, Warning } from '../shared/wire';
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
  /** what the agent wrote, where the text is a translation of it */
  original?: string;
  state: 'sending' | 'sent' | 'slow' | 'failed' | 'asking';
  /** why it failed */
  why: string;
  /** number of the newest event that the agent had seen */
  after: number;
  /** warnings that were read */
  confirm: Confirmation[];
  /** with the state "asking": what the agent has to say about it before it is sent */
  question?: Question;
}

/** A warning of the server before it takes a reply. */
export interface Question {
  code: Confirmation;
  /** with the code never_say */
  warning?: Warning;
}

/** How the outbox reaches the server. */
export interface Post {
  request(frame: In & { id: string }): Promise<Out>;
  /** the present epoch of a conversation */
  epoch(conversation: string): number;
  /** the server has stored it */
  stored?(item: Outgoing): void;
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

  /** Sends a text. `after` is the number of the newest event that its author has seen; `original` what it translates. */
  add(conversation: string, mode: Mode, text: string, after: number, original = ''): void {
    const item: Outgoing = { id: newID(), conversation, mode, text, state: 'sending', why: '', after, confirm: [], ...(original && { original }) };
    this.items.push(item);
    void this.send(item, 1);
  }

  /** Sends a text again under its first id. */
  retry(id: string): void {
    const item = this.items.find((candidate) => candidate.id === id);
    if (item) void this.send(item, attempts);
  }

  /** The text of a conversation that waits for the agent's word, if there is one. */
  asking(conversation: string): Outgoing | undefined {
    return this.of(conversation).find((item) => item.state === 'asking');
  }

  /** Sends a text in spite of the warning that was shown. */
  confirm(id: string): void {
    const item = this.items.find((candidate) => candidate.id === id);
    if (!item?.question) return;
    item.confirm = [...new Set([...item.confirm, item.question.code])];
    delete item.question;
    void this.send(item, 1);
  }

  /** Forgets a text that the server refused, or that the agent wants to write anew. */
  discard(id: string): void {
    this.items = this.items.filter((item) => item.id !== id || (item.state !== 'failed' && item.state !== 'asking'));
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
      this.post.stored?.(item);
    } catch (fault) {
      const refused = fault as WireError;
      const question = questionOf(refused);
      if (question) {
        item.question = question;
        this.mark(item, 'asking', '');
      } else if (refused.retryAfter > 0 && attempt < attempts) {
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

/** What the server asks the agent before it takes the text, undefined if it has refused it for another reason. */
function questionOf({ code, frame }: WireError): Question | undefined {
  if (code === 'newer') return { code };
  if (code !== 'never_say') return undefined;
  return frame?.warning ? { code, warning: frame.warning } : { code };
}

function frameOf(item: Outgoing, epoch: number): In & { id: string } {
  const { id, conversation, text, after, confirm, original } = item;
  if (item.mode === 'note') return { type: 'note', id, conversation, text };
  const frame: In & { id: string } = { type: 'send', id, conversation, text, epoch, after };
  if (confirm.length > 0) frame.confirm = confirm;
  if (original) frame.original = original;
  return frame;
}

/** What was on its way when the page was left is shown as unanswered: nobody knows whether it arrived. */
function restore(text: string): Outgoing[] {
  try {
    const items = JSON.parse(text || '[]') as Outgoing[];
    const open = items.filter((item) => item.state !== 'sent');
    return open.map((item) => (item.state === 'failed' || item.state === 'asking' ? item : { ...item, state: 'slow', why: t.slow }));
  } catch {
    return [];
  }
}
