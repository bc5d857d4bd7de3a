// Acts on conversations: one at a time for each, told to the agent when they are done or refused.
import type { WireError } from '../shared/socket';
import type { In, Out, State, Verb } from '../shared/wire';
import { newID } from '../shared/wire';
import { reasonOf } from './outbox';
import type { Act } from './verbs';
import { achieved, doneWords, frameOf } from './verbs';

/** What acts need of the console. */
export interface Around {
  request(frame: In & { id: string }): Promise<Out>;
  epoch(conversation: string): number;
  state(conversation: string): State | null | undefined;
  nameOf(conversation: string): string;
  /** it is done; before the words for it are shown */
  done(act: Act, conversation: string): void;
  tell(text: string, bad: boolean): void;
  changed(): void;
}

/** What is being done to conversations. */
export class Acts {
  private readonly busy = new Map<string, Verb>();

  constructor(private readonly around: Around) {}

  /** What is being done to a conversation now. */
  doing(conversation: string): Verb | undefined {
    return this.busy.get(conversation);
  }

  /** Does something to a conversation. Resolves with whether it is done. */
  async run(act: Act, conversation: string): Promise<boolean> {
    const { around } = this;
    if (this.busy.has(conversation)) return false;
    this.busy.set(conversation, act.type);
    around.changed();
    const name = around.nameOf(conversation);
    try {
      await around.request(frameOf(act, newID(), conversation, around.epoch(conversation)));
      around.done(act, conversation);
      const words = doneWords(act, name);
      if (words) around.tell(words, false);
      return true;
    } catch (fault) {
      if (achieved(act.type, around.state(conversation))) return true;
      around.tell(reasonOf(fault as WireError), true);
      return false;
    } finally {
      this.busy.delete(conversation);
      around.changed();
    }
  }
}
