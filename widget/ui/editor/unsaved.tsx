import { useEffect, useState } from 'preact/hooks';
import { call } from '../staff/call';
import { moment } from '../staff/clock';
import type { Unsaved } from '../staff/http';
import { newName } from './autosave';
import { Link } from './link';
import type { Go, Route } from './route';
import { toArticle } from './route';
import { w } from './strings-writing';

const again = 2_000; // ms; what was typed last may still be on its way when the list is opened

/** The texts that the reader wrote and did not save. Where they cannot be read, the list is as good without them. */
export function UnsavedList({ route, go }: { route: Route; go: Go }) {
  const [texts, setTexts] = useState<Unsaved[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const load = () =>
      call<{ autosaves: Unsaved[] | null }>('GET', '/api/editor/autosaves', undefined, stop.signal).then(
        ({ autosaves }) => setTexts(autosaves ?? []),
        () => undefined,
      );
    void load();
    const timer = setTimeout(() => void load(), again);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, []);
  if (texts.length === 0) return null;
  const now = Date.now();
  return (
    <section class="notice unsaved" data-test="unsaved">
      <h2>{w.notSavedYet}</h2>
      <ul>
        {texts.map((text) => (
          <li key={text.article}>
            <Link class="article-link" to={placeOf(route, text.article)} go={go} test="unsaved-link">
              <span dir="auto">{text.content.title.trim() || text.title || w.untitled}</span>
            </Link>
            <span class="hint">{w.keptAt(moment(text.at, now))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where the text is written: its article, or a new one under its made-up name. */
function placeOf(route: Route, article: string): Route {
  const start = newName('');
  if (!article.startsWith(start)) return toArticle(route, article);
  return { ...toArticle(route, ''), draft: article.slice(start.length) };
}
