// The panel's first contact with the page that embeds it.
import { handshake } from './host';
import type { Greeting } from './host';

/**
 * Waits for the greeting of the embedding page and the channel that comes with it; where none embeds it,
 * of the panel's own page. Messages from other windows are ignored, and so are those of foreign origins
 * that the site does not list. Must be called before the document has loaded.
 */
export function meet(origins: Promise<string[]>): Promise<[Greeting, MessagePort]> {
  return new Promise((resolve, reject) => {
    const greet = async ({ data, origin, source, ports: [port] }: MessageEvent<Greeting | null>) => {
      if (source !== parent || data?.frontdesk !== handshake || !port) return;
      if (origin === location.origin || (await origins).includes(origin)) resolve([data, port]);
    };
    addEventListener('message', (event) => void greet(event).catch(reject));
    origins.catch(reject);
  });
}
