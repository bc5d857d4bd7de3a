// What a socket needs of the world outside, and that world as a browser has it.

/** The part of a WebSocket that is used. */
export interface Wire {
  send(data: string): void;
  close(code?: number): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

/** The world outside, passed in so that tests own time and chance. */
export interface World {
  open(url: string): Wire;
  now(): number;
  random(): number;
  /** calls f after ms milliseconds; returns how to cancel it */
  after(ms: number, f: () => void): () => void;
  /** calls f when the network came back or the page is looked at again; returns how to stop */
  onWake(f: () => void): () => void;
}

/** The world as a browser has it. */
export const browser: World = {
  open: (url) => new WebSocket(url) as unknown as Wire,
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, f) {
    const timer = setTimeout(f, ms);
    return () => clearTimeout(timer);
  },
  onWake(f) {
    const visible = () => {
      if (document.visibilityState === 'visible') f();
    };
    addEventListener('online', f);
    document.addEventListener('visibilitychange', visible);
    return () => {
      removeEventListener('online', f);
      document.removeEventListener('visibilitychange', visible);
    };
  },
};

/** Returns the address of a socket on this page's own origin. */
export function socketURL(path: string): string {
  return location.origin.replace(/^http/, 'ws') + path;
}
