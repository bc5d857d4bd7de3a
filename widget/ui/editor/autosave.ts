// What is typed is kept on the server, so that it survives a reload and another browser. It is no revision: nobody
// else sees it, and it cannot be published.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal, call, sentence } from '../staff/call';
import type { Content } from '../staff/http';
import type { Fields } from './content';
import { contentOf } from './content';
import type { Kept } from './keeper';
import { Keeper, nothingKept } from './keeper';
import { w } from './strings-writing';

const path = '/api/editor/autosave';
const atLeaving = 60_000; // bytes that a browser still sends for a page that is gone

interface Text {
  /** id of the article, or "new:" and a made-up name */
  article: string;
  base: number;
  content: Content;
}

/** What is kept, and how to stop and to forget it. */
export interface Keeping {
  kept: Kept;
  /** something typed would be lost if the page were closed now */
  unsafe: boolean;
  /** waits for what is on its way and keeps nothing more */
  settle: () => Promise<void>;
  /** goes on after settle */
  resume: () => void;
  /** what was kept under the name belongs to this page now: it is dropped when nothing differs any more */
  adopt: (article: string) => void;
}

/** The made-up name under which a new article is kept. */
export function madeUpName(): string {
  const letters = crypto.getRandomValues(new Uint8Array(12));
  return [...letters].map((n) => (n % 36).toString(36)).join('');
}

/** The name under which the text of a new article is kept. */
export const newName = (draft: string) => `new:${draft}`;

/** Drops what is kept under the name. What cannot be dropped is offered again later, which does no harm. */
export async function dropKept(article: string): Promise<void> {
  try {
    await call('DELETE', `${path}?${new URLSearchParams({ article })}`);
  } catch {
    // It is offered again.
  }
}

/** Keeps the fields under the name while they differ from what is saved. Nothing is kept while it is off. */
export function useAutosave(article: string, base: number, fields: Fields, dirty: boolean, off: boolean): Keeping {
  const [kept, setKept] = useState(nothingKept);
  const under = useRef(''); // the name under which something of this page is kept
  const [keeper] = useState(
    () =>
      new Keeper<Text>(
        async (text) => {
          under.current = text.article;
          return (await call<{ at: number }>('PUT', path, text)).at;
        },
        whyNot,
        setKept,
      ),
  );
  useEffect(() => {
    if (off || !article) return;
    if (dirty) {
      keeper.type({ article, base, content: contentOf(fields) });
      return;
    }
    keeper.forget();
    if (under.current) void dropKept(under.current);
    under.current = '';
  }, [article, base, fields, dirty, off]);
  useEffect(() => {
    const flush = () => keeper.flush();
    const hidden = () => document.hidden && flush();
    const gone = () => {
      const text = JSON.stringify(keeper.waiting ?? null);
      if (keeper.waiting === undefined || text.length > atLeaving) return;
      void fetch(path, { method: 'PUT', keepalive: true, body: text, headers: { 'Content-Type': 'application/json' } });
    };
    addEventListener('online', flush);
    addEventListener('pagehide', gone);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      removeEventListener('online', flush);
      removeEventListener('pagehide', gone);
      document.removeEventListener('visibilitychange', hidden);
      // Another place in the room: the page stays, and what waits is sent without waiting.
      const { waiting } = keeper;
      keeper.stop();
      if (waiting) void call('PUT', path, waiting).catch(() => undefined);
    };
  }, []);
  const size = fields.body.length + fields.phrasings.length;
  return {
    kept,
    unsafe: dirty && !off && (kept.state === 'failing' || (kept.state !== 'kept' && size > atLeaving / 4)),
    settle: () => keeper.settle(),
    resume: () => keeper.resume(),
    adopt: (name) => (under.current = name),
  };
}

function whyNot(fault: unknown): string {
  const status = fault instanceof Refusal ? fault.status : -1;
  return status === 401 ? w.keepSignedOut : status === 0 ? w.keepOffline : sentence(fault);
}
