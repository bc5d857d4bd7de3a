import { useEffect, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../staff/call';
import { moment } from '../staff/clock';
import type { ArticleLine, ArticlePage, ArticleStatus } from '../staff/http';
import { Chips } from './chips';
import { Link } from './link';
import { Paging } from './paging';
import type { Filter, Go, Route } from './route';
import { filters, toArticle } from './route';
import { SearchField } from './searchfield';
import { t } from './strings';
import { UnsavedList } from './unsaved';

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
        <SearchField route={route} go={go} label={t.search} test="search" />
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
      {page && page.pages > 1 && <Paging page={page.page} pages={page.pages} turn={(to) => go({ ...route, page: to })} />}
    </main>
  );
}

function filterName(filter: Filter): string {
  return filter === 'all' ? t.all : t.status(filter as ArticleStatus);
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
