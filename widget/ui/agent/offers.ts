// A time commitment in a reply that was sent is offered to be recorded as a promise, by one key.
import type { Api, Commitment } from './api';
import type { Outgoing } from './outbox';
import { withoutTime } from './timephrase';

/** The promises that are offered, one per conversation. */
export class Offers {
  private readonly offered = new Map<string, Commitment>();

  constructor(
    private readonly api: Pick<Api, 'commitments'>,
    private readonly changed: () => void,
  ) {}

  /** Looks for a commitment in a text that the server has stored. Notes promise nothing to anybody. */
  async look(item: Pick<Outgoing, 'conversation' | 'mode' | 'text'>): Promise<void> {
    if (item.mode !== 'reply') return;
    try {
      const { commitments } = await this.api.commitments(item.text);
      const [first] = commitments ?? [];
      if (!first) return;
      this.offered.set(item.conversation, { ...first, text: withoutTime(first.text) });
      this.changed();
    } catch {
      // A promise can still be recorded by hand.
    }
  }

  of(conversation: string): Commitment | undefined {
    return this.offered.get(conversation);
  }

  /** Takes the offer away: it was taken or declined. */
  drop(conversation: string): void {
    if (this.offered.delete(conversation)) this.changed();
  }
}
