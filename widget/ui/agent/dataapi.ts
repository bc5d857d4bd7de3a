// The calls about what is kept of a customer.
import { call, download } from '../staff/call';

/** What is kept of a customer, in short. */
export interface Kept {
  /** to be typed by who erases them */
  reference: string;
  conversations: number;
  messages: number;
  letters: number;
  /** when they were here first, ms since 1970 */
  created: number;
  /** an erasure was begun, and is finished by itself */
  erasing: boolean;
}

const at = '/api/agent/customer';

export const dataApi = {
  kept: (conversation: string, signal: AbortSignal) => call<Kept>('GET', `${at}/data?conversation=${encodeURIComponent(conversation)}`, undefined, signal),
  /** Brings everything to the reader's disk. */
  export: (conversation: string) => download(`${at}/export`, { conversation }),
  erase: (conversation: string, confirm: string) => call<{ conversations: number }>('POST', `${at}/erase`, { conversation, confirm }),
};

/** Reports whether what was typed is the reference; the server decides, with the same patience. */
export function refersTo(reference: string, typed: string): boolean {
  const bare = (s: string) => s.replace(/[\s–-]/g, '').toUpperCase();
  return bare(typed) !== '' && bare(typed) === bare(reference);
}
