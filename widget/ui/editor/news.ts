// What others do to the article meanwhile.
import { useEffect, useRef } from 'preact/hooks';
import { call } from '../staff/call';
import type { Article } from '../staff/http';

const interval = 20_000; // ms between looks

/** Asks how the article stands now and then while somebody looks at the page, and when they come back to it. */
export function useNews(article: Article | null, tell: (news: Article) => void): void {
  const newest = useRef({ article, tell });
  newest.current = { article, tell };
  const id = article?.id ?? '';
  useEffect(() => {
    if (!id) return;
    const stop = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      const before = newest.current.article;
      const news = await call<Article>('GET', `/api/editor/article?${new URLSearchParams({ id })}`, undefined, stop.signal).catch(() => null);
      // What this page did meanwhile is newer.
      if (news && newest.current.article === before) newest.current.tell(news);
    };
    const now = () => void look();
    const timer = setInterval(now, interval);
    document.addEventListener('visibilitychange', now);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', now);
      stop.abort();
    };
  }, [id]);
}
