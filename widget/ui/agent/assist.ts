// What a language model does for agents: the summary at a hand-off, a reply to begin with, translations, other words.
// Nothing of it is sent by itself.
import type { Event } from '../shared/wire';
import { reading } from '../staff/clock';
import type { Remembered } from '../staff/remembered';
import type { Api, DraftedReply, Summary, Translation } from './api';
import { Asks } from './asks';
import type { Standing } from './asks';
import { lastAsked } from './thread';
import type { Thread } from './thread';
import { customerTongue, primary, tongueOf } from './tongue';
import type { Task } from './wording';
import { Wording } from './wording';

/** What assistance needs of the console. */
export interface Around {
  api: Pick<Api, 'summary' | 'wordReply' | 'rewrite' | 'translate'>;
  read: (conversation: string) => string;
  write: (conversation: string, text: string) => void;
  changed: () => void;
}

/** The help of the model in one console. */
export class Assist {
  readonly summaries: Asks<Summary>;
  readonly replies: Asks<DraftedReply>;
  readonly translations: Asks<Translation>;
  readonly wording: Wording;

  constructor(
    private readonly around: Around,
    store: Remembered,
    /** the agent's language, a primary subtag */
    readonly mine = primary(reading),
  ) {
    const { changed, read, write } = around;
    this.summaries = new Asks(changed);
    this.replies = new Asks(changed);
    this.translations = new Asks(changed);
    this.wording = new Wording({ read, write, changed, ask: (conversation, text, task, signal) => this.word(conversation, text, task, signal) }, store);
  }

  /** The summary of the conversation as it was handed over by the event, "asking" and failures included. */
  summary(conversation: string, handed: number): Standing<Summary> | undefined {
    return this.summaries.of(`${conversation} ${handed}`);
  }

  /** Asks for the summary, once: where it cannot be had, the extractive one is as good as it gets. */
  summarise(conversation: string, handed: number): void {
    if (this.summary(conversation, handed)) return;
    void this.summaries.ask(`${conversation} ${handed}`, (signal) => this.around.api.summary(conversation, signal));
  }

  /** The reply to the customer's newest message; one to an older message is none any more. */
  reply({ id, events }: Thread): Standing<DraftedReply> | undefined {
    return this.replies.of(`${id} ${lastAsked(events)}`);
  }

  askReply({ id, events }: Thread): void {
    void this.replies.ask(`${id} ${lastAsked(events)}`, (signal) => this.around.api.wordReply(id, signal));
  }

  dropReply({ id, events }: Thread): void {
    this.replies.drop(`${id} ${lastAsked(events)}`);
  }

  translation(conversation: string, seq: number): Standing<Translation> | undefined {
    return this.translations.of(`${conversation} ${seq}`);
  }

  translate(conversation: string, seq: number): void {
    void this.translations.ask(`${conversation} ${seq}`, (signal) => this.around.api.translate({ conversation, seq, to: this.mine }, signal));
  }

  dropTranslation(conversation: string, seq: number): void {
    this.translations.drop(`${conversation} ${seq}`);
  }

  /** The language to translate a reply into, "" if the customer writes in the agent's. */
  theirs(thread: Pick<Thread, 'events' | 'state'> | undefined): string {
    const tongue = customerTongue(thread?.events ?? [], thread?.state?.locale);
    return tongue === this.mine ? '' : tongue;
  }

  private async word(conversation: string, text: string, task: Task, signal: AbortSignal): Promise<string> {
    const { api } = this.around;
    const { text: made } = 'how' in task ? await api.rewrite(conversation, text, task.how, signal) : await api.translate({ conversation, text, to: task.to }, signal);
    return made;
  }
}

/** Whether a message of the customer is in another language than the agent's; where it does not show, theirs decides. */
export function foreign({ kind, from, text }: Pick<Event, 'kind' | 'from' | 'text'>, mine: string, theirs: string): boolean {
  if (kind !== 'message' || from !== 'customer' || !/\p{L}{2}/u.test(text ?? '')) return false;
  const tongue = tongueOf(text ?? '');
  return tongue ? tongue !== mine : theirs !== '';
}

/** The number of the newest event by which a person was brought in with a summary, 0 if there is none. */
export function handedBy(events: readonly Event[]): number {
  return events.findLast((event) => event.kind === 'owner' && event.owner === 'queue' && event.summary)?.seq ?? 0;
}
