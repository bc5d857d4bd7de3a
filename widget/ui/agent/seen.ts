// How far this agent has read each conversation.
import type { Remembered } from '../staff/remembered';

const kept = 'seen';

/** The newest event seen of each conversation. */
export class Seen {
  private readonly heads: Map<string, number>;

  constructor(private readonly store: Remembered) {
    this.heads = restore(store.get(kept));
  }

  head(conversation: string): number {
    return this.heads.get(conversation) ?? 0;
  }

  /** Notes that everything up to head was seen. */
  mark(conversation: string, head: number): void {
    if (head <= this.head(conversation)) return;
    this.heads.set(conversation, head);
    this.save();
  }

  /** Forgets how far a conversation was read. */
  forget(conversation: string): void {
    if (this.heads.delete(conversation)) this.save();
  }

  /** Forgets the conversations that are not on the desk any more. */
  keepOnly(conversations: Set<string>): void {
    let dropped = false;
    for (const id of this.heads.keys()) if (!conversations.has(id)) dropped = this.heads.delete(id) || dropped;
    if (dropped) this.save();
  }

  private save(): void {
    this.store.set(kept, JSON.stringify([...this.heads]));
  }
}

function restore(text: string): Map<string, number> {
  try {
    return new Map(JSON.parse(text || '[]') as [string, number][]);
  } catch {
    return new Map();
  }
}
