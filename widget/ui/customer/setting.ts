// Where a session takes place: the host page, its storage, and the clock.
import type { Options } from '../shared/socket';
import type { HostEvent } from './host';

/** What a session needs of the world. */
export interface Setting {
  site: string;
  locale: string;
  page: string;
  /** the page from which the customer came to the host page */
  referrer: string;
  /** the host page is about to say whom it vouches for: a call of vouch() follows */
  vouching: boolean;
  items: Record<string, string>;
  socket: Omit<Options, 'listener' | 'hello'>;
  put(key: string, value: string | null): void;
  event(name: HostEvent, detail: unknown): void;
  unread(count: number): void;
  /** asks the host page to vouch anew; a call of vouch() follows if it does */
  askVouch(): void;
  /** ends the connection, so that the socket makes another one */
  reconnect(): void;
  now(): number;
  after(ms: number, f: () => void): () => void;
}
