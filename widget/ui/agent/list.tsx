import { useState } from 'preact/hooks';
import type { Row } from '../shared/wire';
import { span, useNow } from '../staff/clock';
import type { Console } from './console';
import type { View } from './news';
import { matches, views } from './news';
import { t } from './strings';

/** The left column: the views with their counts, and the rows of one of them. */
export function List({ desk }: { desk: Console }) {
  const [filter, setFilter] = useState('');
  const now = useNow();
  const all = desk.rows(desk.view);
  const rows = all.filter((row) => matches(row, filter));
  return (
    <section class="list" aria-label={t.conversations}>
      <nav class="views" aria-label={t.views}>
        {views.map((view) => (
          <button
            type="button"
            key={view}
            aria-current={view === desk.view ? 'true' : undefined}
            onClick={() => desk.show(view)}
            data-test={`view-${view}`}
          >
            {t[view]} <span class="count">{desk.rows(view).length}</span>
          </button>
        ))}
      </nav>
      <input
        id="filter"
        type="search"
        aria-label={t.search}
        placeholder={t.search}
        value={filter}
        onInput={(event) => setFilter(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        data-test="filter"
      />
      <h2 class="gone">{t[desk.view]}</h2>
      {rows.length > 0 && (
        <ul class="rows">
          {rows.map((row) => (
            <Line key={row.id} desk={desk} row={row} view={desk.view} now={now} />
          ))}
        </ul>
      )}
      {rows.length === 0 && <p class="empty">{emptyText(desk, all.length)}</p>}
    </section>
  );
}

function emptyText(desk: Console, all: number): string {
  if (!desk.desk) return t.loadingDesk;
  return all > 0 ? t.noMatch : t.none[desk.view];
}

interface LineProps {
  desk: Console;
  row: Row;
  view: View;
  now: number;
}

function Line({ desk, row, view, now }: LineProps) {
  const unread = desk.unread(row, view);
  const chosen = row.id === desk.selected;
  const busy = desk.doing(row.id) !== undefined;
  return (
    <li class="row" data-unread={unread ? 'yes' : undefined} data-chosen={chosen ? 'yes' : undefined}>
      <button
        type="button"
        class="open"
        aria-current={chosen ? 'true' : undefined}
        onClick={() => desk.select(row.id)}
        data-test="row"
        data-conversation={row.id}
      >
        <span class="row-top">
          <span class="who" dir="auto">
            {row.name}
          </span>
          {unread && (
            <span class="dot">
              <span class="gone">{t.unread}</span>
            </span>
          )}
          <When row={row} view={view} now={now} />
        </span>
        <span class="snippet" dir="auto">
          {row.from === 'bot' && t.ofBot}
          {row.from === 'agent' && t.ofAgent}
          {row.snippet}
        </span>
        <span class="row-end">
          {view !== 'bot' && row.reason && <span class="chip">{t.reason(row.reason)}</span>}
          {view !== 'waiting' && view !== 'bot' && (
            <span class="owner">{view === 'closed' ? (row.agent ?? '') : t.owner(row.owner, row.agent, view === 'mine')}</span>
          )}
        </span>
      </button>
      {view === 'waiting' && (
        <button
          type="button"
          class="main take"
          aria-label={t.acceptNamed(row.name)}
          disabled={busy}
          onClick={() => void desk.act('accept', row.id)}
          data-test="accept-row"
        >
          {t.accept}
        </button>
      )}
    </li>
  );
}

/** How long the customer waits, or how old the newest event is. */
function When({ row, view, now }: Omit<LineProps, 'desk'>) {
  const from = view === 'waiting' && row.since ? row.since : row.updated;
  return (
    <span class="when" title={new Date(from).toLocaleString()} data-test="wait">
      {view === 'waiting' && <span class="gone">{t.waits} </span>}
      {span(now - from)}
    </span>
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
