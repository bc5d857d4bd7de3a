import { useEffect, useRef, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../staff/call';
import { moment } from '../staff/clock';
import type { ArticleLine, ArticlePage, ArticleStatus } from '../staff/http';
import { Chips } from './chips';
import { Link } from './link';
import type { Filter, Go, Route } from './route';
import { filters, toArticle } from './route';
import { t } from './strings';
import { UnsavedList } from './unsaved';

const pause = 250; // ms after the last letter before the search runs
const again = 3_000; // ms between looks at an index that is not ready

/** The articles of a page, asked for again whenever the place changes and while the index is not ready. */
function useArticles(route: Route): { page: ArticlePage | null; fault: string } {
  const [page, setPage] = useState<ArticlePage | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const query = new URLSearchParams({ q: route.q, status: route.status, page: String(route.page) });
    const load = async () => {
      try {
        const answer = await call<ArticlePage>('GET', `/api/editor/articles?${query}`, undefined, stop.signal);
        setPage(answer);
        setFault('');
        if (answer.index !== 'ready') timer = setTimeout(load, again);
      } catch (refused) {
        if (!aborted(refused)) setFault(sentence(refused));
      }
    };
    void load();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [route.q, route.status, route.page]);
  return { page, fault };
}

/** The list of articles, with search, status and pages. */
export function List({ route, go }: { route: Route; go: Go }) {
  const { page, fault } = useArticles(route);
  const lines = page?.articles ?? [];
  useEffect(() => {
    document.title = `${t.title} · ${t.bar.product}`;
  }, []);
  const nothing = route.q || route.status !== 'all' ? t.emptySearch : t.empty;
  return (
    <main class="editor-list">
      <div class="list-head">
        <Search route={route} go={go} />
        <div class="filters" role="group" aria-label={t.statusFilter}>
          {filters.map((filter) => (
            <button
              type="button"
              key={filter}
              aria-pressed={filter === route.status}
              onClick={() => go({ ...route, status: filter, page: 1 })}
              data-test={`status-${filter}`}
            >
              {filterName(filter)}
            </button>
          ))}
        </div>
        <Link class="button main" to={toArticle(route, '')} go={go} test="new-article">
          {t.newArticle}
        </Link>
      </div>
      <UnsavedList route={route} go={go} />
      <p role="status" class={page && page.index !== 'ready' ? 'notice' : ''} data-test="index">
        {page && t.index(page.index)}
      </p>
      {fault && (
        <p role="alert" class="fault">
          {fault}
        </p>
      )}
      <p class="hint" role="status" data-test="found">
        {page ? t.found(page.total) : !fault && t.loadingList}
      </p>
      {lines.length > 0 && <Table lines={lines} route={route} go={go} />}
      {page && lines.length === 0 && <p class="empty">{nothing}</p>}
      {page && page.pages > 1 && <Pages route={route} page={page} go={go} />}
    </main>
  );
}

function filterName(filter: Filter): string {
  return filter === 'all' ? t.all : t.status(filter as ArticleStatus);
}

function Search({ route, go }: { route: Route; go: Go }) {
  const [words, setWords] = useState(route.q);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setWords(route.q), [route.q]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setWords(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go({ ...route, q: text.trim(), page: 1 }, true), pause);
  };
  return (
    <input
      type="search"
      aria-label={t.search}
      placeholder={t.search}
      value={words}
      onInput={(event) => type(event.currentTarget.value)}
      data-test="search"
    />
  );
}

function Table({ lines, route, go }: { lines: ArticleLine[]; route: Route; go: Go }) {
  const now = Date.now();
  return (
    <table class="articles">
      <thead>
        <tr>
          <th scope="col">{t.columnTitle}</th>
          <th scope="col">{t.columnStatus}</th>
          <th scope="col" class="wide-only">
            {t.columnCategory}
          </th>
          <th scope="col" class="wide-only">
            {t.columnLocale}
          </th>
          <th scope="col" class="wide-only">
            {t.columnUpdated}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <th scope="row">
              <Link class="article-link" to={toArticle(route, line.id)} go={go} test="article-link">
                <span dir="auto">{line.title}</span>
              </Link>
            </th>
            <td>
              <Chips status={line.status} hasDraft={line.has_draft} />
            </td>
            <td class="wide-only" dir="auto">
              {line.category}
            </td>
            <td class="wide-only">{line.locale}</td>
            <td class="wide-only">{t.by(moment(line.updated, now), line.author)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Pages({ route, page, go }: { route: Route; page: ArticlePage; go: Go }) {
  return (
    <nav class="pages" aria-label={t.paging}>
      <button type="button" disabled={page.page <= 1} onClick={() => go({ ...route, page: page.page - 1 })} data-test="previous-page">
        {t.previous}
      </button>
      <span>{t.page(page.page, page.pages)}</span>
      <button type="button" disabled={page.page >= page.pages} onClick={() => go({ ...route, page: page.page + 1 })} data-test="next-page">
        {t.next}
      </button>
    </nav>
  );
}
