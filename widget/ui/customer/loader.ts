// The script that a shop puts on its pages: a launcher button, and on the first open a frame with the
// panel. It loads nothing else before the customer shows intent, and causes no violation under
// "style-src 'none'; require-trusted-types-for 'script'".
import { Widget } from './widget';

/** The queue that a page may define before the script has loaded. */
interface Stub {
  (...call: unknown[]): void;
  q?: ArrayLike<unknown>[];
  /** the running widget: the script may be evaluated again by a page swap */
  running?: boolean;
}

declare global {
  interface Window {
    Frontdesk?: Stub;
  }
}

function start(): void {
  const stub = window.Frontdesk;
  if (stub?.running) return;
  const script =
    (document.currentScript as HTMLScriptElement | null) ??
    document.querySelector<HTMLScriptElement>('script[src*="/widget.js"][data-site]');
  const site = script?.dataset.site;
  if (!script || !site) return;

  const waiting: Stub = (...call) => (waiting.q ??= []).push(call);
  const widget = new Widget(new URL(script.src).origin, site, script.dataset, () => {
    window.Frontdesk = waiting; // calls after destroy are kept for the next start
  });
  const api: Stub = (...call) => widget.call(call);
  api.running = true;
  window.Frontdesk = api;

  const begin = () => {
    widget.start(Array.from(stub?.q ?? [], (call) => Array.from(call)));
  };
  if (document.body) begin();
  else addEventListener('DOMContentLoaded', begin, { once: true });
}

start();
