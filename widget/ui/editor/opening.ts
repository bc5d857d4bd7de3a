// An article is read when its page opens.
import { useEffect, useState } from 'preact/hooks';
import { Refusal, aborted, call, sentence } from '../staff/call';
import type { Article, Unsaved } from '../staff/http';
import { newName } from './autosave';
import type { Route } from './route';
import { t } from './strings';
import type { Work } from './work';

/** The address of an article. */
export const articleAt = (id: string) => `/api/editor/article?${new URLSearchParams({ id })}`;

interface Page {
  route: Route;
  /** of a new article */
  name: string;
  work: Work;
  opened: (article: Article) => void;
  /** a new article that was begun earlier goes on */
  begun: (mine: Unsaved) => void;
}

/** Reads the article of the route, or what is kept of a new one. */
export function useOpening({ route, name, work, opened, begun }: Page): { loading: boolean; open: (id: string) => Promise<void> } {
  const [loading, setLoading] = useState(route.id !== '' || route.draft !== undefined);
  // What could not be read is not shown as if it were empty: typed over, it would be lost.
  const opening = (reading: Promise<void>) =>
    reading.then(
      () => setLoading(false),
      (refused: unknown) => {
        if (aborted(refused)) return;
        work.fail({ text: route.id && refused instanceof Refusal && refused.status === 404 ? t.missing : sentence(refused) });
      },
    );
  const open = (id: string, signal?: AbortSignal) => opening(call<Article>('GET', articleAt(id), undefined, signal).then(opened));
  const goOn = (signal: AbortSignal) =>
    opening(
      call<{ autosaves: Unsaved[] | null }>('GET', '/api/editor/autosaves', undefined, signal).then(({ autosaves }) => {
        const mine = autosaves?.find((other) => other.article === newName(name));
        if (mine) begun(mine);
      }),
    );
  useEffect(() => {
    const stop = new AbortController();
    if (route.id) void open(route.id, stop.signal);
    else if (route.draft) void goOn(stop.signal);
    return () => stop.abort();
  }, []);
  return { loading, open };
}
