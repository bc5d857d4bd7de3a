import { useEffect, useId, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../../staff/call';
import type { ArticleLine, ArticlePage } from '../../staff/http';
import type { Named } from './checkjson';
import { c } from './pagewords';

const pause = 250; // ms after the last letter before the search runs
const most = 8; // articles shown

interface Props {
  chosen: readonly Named[];
  set: (articles: Named[]) => void;
}

/** Chooses articles by searching for them. */
export function ArticlePicker({ chosen, set }: Props) {
  const [words, setWords] = useState('');
  const { lines, fault } = useArticles(words.trim());
  const id = useId();
  const rest = lines?.filter((line) => !chosen.some((one) => one.id === line.id)).slice(0, most);
  return (
    <div class="field">
      <label for={id}>{c.addArticles}</label>
      {chosen.length > 0 && (
        <ul class="chips chosen">
          {chosen.map((article) => (
            <li key={article.id}>
              <button
                type="button"
                class="chip"
                aria-label={c.drop(article.title)}
                onClick={() => {
                  set(chosen.filter((one) => one.id !== article.id));
                  document.getElementById(id)?.focus();
                }}
                data-test="chosen"
              >
                <bdi>{article.title}</bdi> <span aria-hidden="true">✕</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        type="search"
        placeholder={c.addSearch}
        value={words}
        aria-describedby={`${id}-hint`}
        onKeyDown={(event) => {
          // Enter belongs to the search here; the form is sent with its button.
          if (event.key === 'Enter') event.preventDefault();
        }}
        onInput={(event) => setWords(event.currentTarget.value)}
        data-test="article-search"
      />
      <p id={`${id}-hint`} class="hint">
        {c.addArticlesHint}
      </p>
      <p role="status" class="hint">
        {words.trim() && !fault && (rest ? rest.length === 0 && c.addNone : c.addSearching)}
      </p>
      <p role="alert" class="fault">
        {fault}
      </p>
      {rest && rest.length > 0 && (
        <ul class="picks">
          {rest.map(({ id: article, title }) => (
            <li key={article}>
              <button
                type="button"
                class="quiet"
                aria-label={c.take(title)}
                onClick={() => {
                  set([...chosen, { id: article, title }]);
                  setWords('');
                  document.getElementById(id)?.focus();
                }}
                data-test="take"
              >
                <span aria-hidden="true">+ </span>
                <bdi>{title}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The published articles that match; null while they are searched and without words. */
function useArticles(words: string): { lines: ArticleLine[] | null; fault: string } {
  const [lines, setLines] = useState<ArticleLine[] | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    setFault('');
    if (!words) {
      setLines(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const query = new URLSearchParams({ q: words, status: 'published', page: '1' });
      call<ArticlePage>('GET', `/api/editor/articles?${query}`, undefined, stop.signal).then(
        (answer) => setLines(answer.articles ?? []),
        (refused: unknown) => {
          if (!aborted(refused)) setFault(sentence(refused));
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [words]);
  return { lines, fault };
}
