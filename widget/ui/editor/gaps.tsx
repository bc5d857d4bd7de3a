// What customers asked and no article answered well: the list, by what it costs.
import { useEffect, useRef, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../staff/call';
import { StateChips, TrendMark, wordsOf } from './gapfigures';
import type { Gap, GapList } from './gapjson';
import { GapPage } from './gappage';
import { g, outcomesWords, timeWords } from './gapwords';
import { Link } from './link';
import type { GapFilter, GapPlace, Go, Period, Route } from './route';
import { gapFilters, periods } from './route';
import { t } from './strings';

interface Props {
  route: Route;
  place: GapPlace;
  go: Go;
  /** somebody came here from elsewhere in the room, so that the focus has to be put somewhere */
  arrived: boolean;
  /** a language model is there */
  model: boolean;
}

/** The gaps, or one of them. */
export function Gaps(props: Props) {
  const { id, days } = props.place;
  return id ? <GapPage key={`${days} ${id}`} {...props} /> : <List {...props} />;
}

/** What the server answered last, with the place that it was asked for. */
interface Listed extends GapList {
  state: GapFilter;
}

/** The gaps of a place, asked for again whenever it changes. */
function useGaps({ days, state }: GapPlace, tries: number): { list: Listed | null; fault: string } {
  const [list, setList] = useState<Listed | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    setList(null);
    setFault('');
    call<GapList>('GET', `/api/editor/gaps?${new URLSearchParams({ days: String(days), state })}`, undefined, stop.signal)
      .then((answer) => setList({ ...answer, state }))
      .catch((refused) => {
        if (!aborted(refused)) setFault(sentence(refused));
      });
    return () => stop.abort();
  }, [days, state, tries]);
  return { list, fault };
}

function List({ route, place, go, arrived }: Props) {
  const [tries, setTries] = useState(0);
  const { list, fault } = useGaps(place, tries);
  const heading = useRef<HTMLHeadingElement>(null);
  const gaps = list?.gaps ?? [];
  useEffect(() => {
    document.title = `${g.title} · ${t.bar.product}`;
    if (arrived) heading.current?.focus();
  }, []);
  return (
    <main class="editor-list" data-test="gaps" data-state={fault ? 'failed' : list ? 'ready' : 'loading'}>
      <div class="list-head">
        <Link class="back-link" to={{ ...route, gaps: null }} go={go} test="all-articles">
          <span aria-hidden="true" class="flip">
            ←
          </span>{' '}
          {g.allArticles}
        </Link>
        <h2 tabIndex={-1} ref={heading}>
          {g.title}
        </h2>
        <Choices place={place} set={(changed) => go({ ...route, gaps: { ...place, ...changed } })} />
      </div>
      <p class="hint">{g.intro}</p>
      {fault && (
        <div class="gap-fault">
          <p role="alert" class="fault">
            {fault}
          </p>
          <button type="button" onClick={() => setTries((n) => n + 1)} data-test="gaps-retry">
            {g.tryAgain}
          </button>
        </div>
      )}
      <p class="hint" role="status" data-test="gaps-found">
        {list ? g.found(gaps.length) : !fault && g.loadingList}
      </p>
      {list && gaps.length > 0 && <Table list={list} route={route} place={place} go={go} />}
      {list && gaps.length === 0 && (
        <p class="empty" data-test="gaps-empty">
          {g.emptyList(list.state, list.days)}
        </p>
      )}
    </main>
  );
}

function Choices({ place, set }: { place: GapPlace; set: (changed: Partial<GapPlace>) => void }) {
  return (
    <div class="gap-choices">
      <label>
        <span>{g.period}</span>
        <select value={String(place.days)} onChange={(event) => set({ days: Number(event.currentTarget.value) as Period })} data-test="gaps-days">
          {periods.map((days) => (
            <option key={days} value={String(days)} selected={days === place.days}>
              {g.lastDays(days)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{g.stateFilter}</span>
        <select value={place.state} onChange={(event) => set({ state: event.currentTarget.value as GapFilter })} data-test="gaps-state">
          {gapFilters.map((state) => (
            <option key={state} value={state} selected={state === place.state}>
              {g.filterName(state)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

// On phones the rows become cards; with their roles said they stay a table for screen readers.
function Table({ list, route, place, go }: { list: Listed } & Omit<Props, 'arrived' | 'model'>) {
  const columns = [g.columnExample, g.columnCustomers, g.columnMinutes, g.columnQuestions, g.columnTrend, g.columnOutcomes, g.columnState];
  return (
    <table class="articles gap-table" role="table">
      <caption>
        <strong>{g.caption(list.days)}</strong>
        <span class="hint">{g.ranking}</span>
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {(list.gaps ?? []).map((gap) => (
          <Row key={gap.id} gap={gap} route={route} place={place} go={go} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ gap, route, place, go }: { gap: Gap } & Omit<Props, 'arrived' | 'model'>) {
  return (
    <tr role="row" data-test="gap-row" data-gap={gap.id}>
      <th scope="row" role="rowheader">
        <Link class="article-link" to={{ ...route, gaps: { ...place, id: gap.id } }} go={go} test="gap-link">
          <span dir="auto" lang={gap.locale || undefined}>
            {wordsOf(gap)}
          </span>
        </Link>
      </th>
      <td role="cell" class="number" data-label={g.columnCustomers}>
        {gap.customers}
      </td>
      <td role="cell" class="number" data-label={g.columnMinutes}>
        {timeWords(gap.minutes)}
      </td>
      <td role="cell" class="number" data-label={g.columnQuestions}>
        {gap.questions}
      </td>
      <td role="cell" data-label={g.columnTrend}>
        <TrendMark gap={gap} />
      </td>
      <td role="cell" data-label={g.columnOutcomes}>
        {outcomesWords(gap.outcomes)}
      </td>
      <td role="cell">
        <StateChips gap={gap} />
      </td>
    </tr>
  );
}
