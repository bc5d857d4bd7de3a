import { useEffect, useRef, useState } from 'preact/hooks';
import { aborted, sentence } from '../staff/call';
import type { Findings } from './api';
import { api } from './api';
import type { Console } from './console';
import { t } from './labels';
import { Line } from './line';

/** What is searched for; the names are those of the server's query. */
export interface Query {
  q: string;
  customer: string;
  tag: string;
  cause: string;
  team: string;
  status: string;
  from: string;
  to: string;
}

export const emptyQuery: Query = { q: '', customer: '', tag: '', cause: '', team: '', status: '', from: '', to: '' };

/** The query as the server reads it; what is empty is left out. */
export function paramsOf(query: Query, before = ''): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value.trim()) params.set(name, value.trim());
  if (before) params.set('before', before);
  return params;
}

interface Found {
  rows: NonNullable<Findings['rows']>;
  next: string;
  note: string;
}

/** Searches all conversations that this agent may see. */
export function Search({ desk }: { desk: Console }) {
  const [query, setQuery] = useState(emptyQuery);
  const [found, setFound] = useState<Found | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const asked = useRef(emptyQuery);
  const stop = useRef<AbortController | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    return () => stop.current?.abort();
  }, []);

  const read = async (before: string, held: Found['rows']) => {
    stop.current?.abort();
    const mine = (stop.current = new AbortController());
    setBusy(true);
    setFault('');
    try {
      const { rows, next, note } = await api.find(paramsOf(asked.current, before), mine.signal);
      setFound({ rows: [...held, ...(rows ?? [])], next: next ?? '', note: note ?? '' });
    } catch (refused) {
      if (aborted(refused)) return;
      setFault(sentence(refused));
    }
    setBusy(false);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    asked.current = query;
    void read('', []);
  };
  const order = () => (found?.rows ?? []).map((row) => row.id);
  return (
    <>
      <form class="search" role="search" aria-label={t.searchTitle} onSubmit={submit}>
        <label class="gone" for="search-q">
          {t.searchFor}
        </label>
        <div class="inline">
          <input
            id="search-q"
            type="search"
            ref={field}
            placeholder={t.searchFor}
            value={query.q}
            onInput={(event) => setQuery({ ...query, q: event.currentTarget.value })}
            data-test="search-q"
          />
          <button type="submit" class="main" data-test="search-go">
            {t.searchNow}
          </button>
        </div>
        <Fields desk={desk} query={query} setQuery={setQuery} />
      </form>
      <p class="hint found" role="status" data-test="search-found">
        {busy ? t.searching : found && (found.note || (found.rows.length > 0 ? t.searchFound(found.rows.length, found.next !== '') : t.searchNone))}
      </p>
      {fault && (
        <p role="alert" class="fault found">
          {fault}
        </p>
      )}
      {found && (found.rows.length > 0 || found.next) && (
        <ul class="rows" data-test="search-results">
          {found.rows.map((row) => (
            <Line
              key={row.id}
              desk={desk}
              row={desk.desk.row(row.id) ?? row}
              order={order}
              team={desk.shelf.team(row.team)?.title ?? ''}
              unread={false}
              open={row.id === desk.selected}
              busy={desk.acts.doing(row.id) !== undefined}
              chosen={desk.bulk.chosen.has(row.id)}
              plain
            />
          ))}
          {found.next && (
            <li class="more">
              <button type="button" disabled={busy} onClick={() => void read(found.next, found.rows)} data-test="search-more">
                {t.more}
              </button>
            </li>
          )}
        </ul>
      )}
    </>
  );
}

interface FieldsProps {
  desk: Console;
  query: Query;
  setQuery: (query: Query) => void;
}

/** The narrower fields, closed until they are wanted. */
function Fields({ desk, query, setQuery }: FieldsProps) {
  const text = (name: keyof Query, label: string, type: 'text' | 'date' = 'text', list = '') => (
    <div>
      <label for={`search-${name}`}>{label}</label>
      <input
        id={`search-${name}`}
        type={type}
        list={list || undefined}
        autocomplete="off"
        value={query[name]}
        onInput={(event) => setQuery({ ...query, [name]: event.currentTarget.value })}
        data-test={`search-${name}`}
      />
    </div>
  );
  const select = (name: keyof Query, label: string, options: [string, string][]) => (
    <div>
      <label for={`search-${name}`}>{label}</label>
      <select
        id={`search-${name}`}
        value={query[name]}
        onChange={(event) => setQuery({ ...query, [name]: event.currentTarget.value })}
        data-test={`search-${name}`}
      >
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
  const teams = (desk.shelf.aids?.teams ?? []).map((team): [string, string] => [team.id, team.title]);
  return (
    <details>
      <summary data-test="search-fields">{t.moreFields}</summary>
      <div class="fields">
        {text('customer', t.searchCustomer)}
        {text('tag', t.searchTag)}
        {text('cause', t.searchCause, 'text', 'known-causes')}
        <datalist id="known-causes">
          {desk.shelf.causes.map((line) => (
            <option key={line.path} value={line.path} label={line.label} />
          ))}
        </datalist>
        {select('team', t.searchTeam, [['', t.allTeams], ...teams])}
        {select('status', t.searchStatus, [
          ['', t.anyStatus],
          ['open', t.open],
          ['resolved', t.resolved],
        ])}
        {text('from', t.searchFrom, 'date')}
        {text('to', t.searchTo, 'date')}
      </div>
    </details>
  );
}
