import { useMemo, useState } from 'preact/hooks';
import type { Row, View } from '../shared/wire';
import { BulkBar } from './bulkbar';
import type { Console } from './console';
import { t as labels } from './labels';
import { Line } from './line';
import type { Filter } from './news';
import { matches, noFilter, tagsIn, views } from './news';
import { Search } from './search';
import { t } from './strings';

const tabs: readonly (View | 'search')[] = [...views, 'search'];

/** The left column: the views with their counts, and the rows of one of them or the search over all. */
export function List({ desk }: { desk: Console }) {
  return (
    <section class="list" aria-label={t.conversations}>
      <nav class="views" aria-label={t.views}>
        {tabs.map((view) => (
          <button
            type="button"
            key={view}
            aria-current={view === desk.view ? 'true' : undefined}
            onClick={() => desk.show(view)}
            data-test={`view-${view}`}
          >
            {labels.view[view]} {view !== 'search' && <span class="count">{desk.rows(view).length}</span>}
          </button>
        ))}
      </nav>
      <h2 class="gone">{labels.view[desk.view]}</h2>
      {desk.view === 'search' ? <Search desk={desk} /> : <Rows desk={desk} view={desk.view} />}
    </section>
  );
}

function Rows({ desk, view }: { desk: Console; view: View }) {
  const [filter, setFilter] = useState<Filter>(noFilter);
  const all = desk.rows(view);
  const rows = useMemo(() => all.filter((row) => matches(row, filter)), [all, filter]);
  const order = () => rows.map((row) => row.id);
  return (
    <>
      <Filters desk={desk} rows={all} filter={filter} setFilter={setFilter} />
      {rows.length > 0 && <BulkBar desk={desk} ids={order} />}
      {rows.length > 0 && (
        <ul class="rows">
          {rows.map((row) => (
            <Line
              key={row.id}
              desk={desk}
              row={row}
              order={order}
              team={desk.shelf.team(row.team)?.title ?? ''}
              unread={desk.unread(row)}
              open={row.id === desk.selected}
              busy={desk.acts.doing(row.id) !== undefined}
              chosen={desk.bulk.chosen.has(row.id)}
            />
          ))}
        </ul>
      )}
      {rows.length === 0 && <p class="empty">{emptyText(desk, view, all.length)}</p>}
    </>
  );
}

function emptyText(desk: Console, view: View, all: number): string {
  if (!desk.desk.known) return t.loadingDesk;
  return all > 0 ? t.noMatch : labels.none[view];
}

interface FiltersProps {
  desk: Console;
  rows: readonly Row[];
  filter: Filter;
  setFilter: (filter: Filter) => void;
}

/** What the rows are narrowed by: words, and team and tag where there are several. */
function Filters({ desk, rows, filter, setFilter }: FiltersProps) {
  const tags = useMemo(() => tagsIn(rows), [rows]);
  const teams = desk.shelf.aids?.teams ?? [];
  return (
    <div class="filter-line">
      <input
        id="filter"
        type="search"
        aria-label={t.search}
        placeholder={t.search}
        value={filter.words}
        onInput={(event) => setFilter({ ...filter, words: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        data-test="filter"
      />
      {(teams.length > 1 || filter.team) && (
        <select
          aria-label={labels.teamFilter}
          value={filter.team}
          onChange={(event) => setFilter({ ...filter, team: event.currentTarget.value })}
          data-test="filter-team"
        >
          <option value="">{labels.allTeams}</option>
          {teams.map((team) => (
            <option key={team.id} value={team.id}>
              {team.title}
            </option>
          ))}
        </select>
      )}
      {(tags.length > 0 || filter.tag) && (
        <select
          aria-label={labels.tagFilter}
          value={filter.tag}
          onChange={(event) => setFilter({ ...filter, tag: event.currentTarget.value })}
          data-test="filter-tag"
        >
          <option value="">{labels.allTags}</option>
          {[...new Set([...tags, filter.tag])].filter(Boolean).map((tag) => (
            <option key={tag} value={tag}>
              {tag}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function lines(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.rows .open')];
}

/** Moves the focus to the next (1) or the previous (-1) row, from the open one if none has it. */
export function step(by: 1 | -1): void {
  const all = lines();
  const from = document.activeElement?.closest('.row')?.querySelector<HTMLElement>('.open');
  const at = from ? all.indexOf(from) : all.findIndex((line) => line.getAttribute('aria-current') === 'true');
  const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
  all[to]?.focus();
}

/** The conversation of the row that has the focus, "" if none has it. */
export function focusedConversation(): string {
  const line = document.activeElement?.closest('.row')?.querySelector<HTMLElement>('.open');
  return line?.dataset.conversation ?? '';
}

export function focusFilter(): void {
  document.querySelector<HTMLInputElement>('#filter')?.focus();
}
