// What an agent can do to a conversation over the socket, how it is said, and what comes of it.
import type { In, State, Verb } from '../shared/wire';
import { t } from './labels';

/** An act on a conversation; its id, conversation and epoch are added when it is sent. */
export type Act = Omit<In, 'id' | 'conversation' | 'epoch' | 'type'> & { type: Verb };

// Acts of the owner: refused when somebody else owns the conversation by then.
const owners: ReadonlySet<Verb> = new Set(['handback', 'release', 'resolve', 'transfer', 'snooze', 'promise']);

/** The frame of an act. */
export function frameOf(act: Act, id: string, conversation: string, epoch: number): In & { id: string } {
  const frame = { ...act, id, conversation };
  return owners.has(act.type) ? { ...frame, epoch } : frame;
}

/** Whether the act gives the conversation to this agent, who then goes on with it. */
export function takes(verb: Verb): boolean {
  return verb === 'accept' || verb === 'takeover';
}

/** What the agent reads when it is done, "" for what shows by itself. */
export function doneWords(act: Act, name: string): string {
  switch (act.type) {
    case 'accept':
    case 'takeover':
      return t.accepted(name);
    case 'snooze':
      return act.until === 0 ? t.takenUp : t.snoozed;
    case 'tag':
    case 'priority':
    case 'step':
      return '';
    default:
      return t.done[act.type];
  }
}

/** After a lost ack the same act is refused, although what it asked for has been done. */
export function achieved(verb: Verb, state: State | null | undefined): boolean {
  if (!state || state.status !== 'open') return false;
  if (takes(verb)) return state.mine === true;
  if (verb === 'handback') return state.owner === 'bot';
  return verb === 'release' && state.owner === 'queue';
}
