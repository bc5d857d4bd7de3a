// The others learn that this agent is writing, at most every few seconds.
import type { In } from '../shared/wire';
import type { Mode } from './outbox';

const every = 3_000; // ms

/** Signs that the agent is writing. They may be lost. */
export class Writing {
  private at = 0;

  constructor(private readonly send: (frame: In) => void) {}

  /** The agent has typed something. */
  sign(conversation: string, mode: Mode, now = Date.now()): void {
    if (now - this.at < every) return;
    this.at = now;
    this.send({ type: 'typing', conversation, writing: mode });
  }
}
