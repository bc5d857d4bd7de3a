import { useEffect, useMemo, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../../staff/call';
import type { Me } from '../../staff/http';
import { Page } from '../check/page';
import { Link } from '../link';
import type { CareList, Go, Route } from '../route';
import type { CareRow, CareRows } from './carejson';
import { cw } from './carewords';
import type { Closed } from './closing';
import { Closing } from './closing';
import { Beside, Overview, toList } from './lists';
import { Row } from './row';
import type { ToDo } from './todo';

interface Props {
  me: Me;
  route: Route;
  go: Go;
  arrived: boolean;
  todo: ToDo;
}

/** What there is to do: the overview of the lists, or one of them. */
export function CarePage(props: Props) {
  const { care } = props.route;
  return care ? <ListPage key={care} {...props} list={care} /> : <OverviewPage {...props} />;
}

function OverviewPage({ go, arrived, todo: { counts, fault, load } }: Props) {
  const state = fault ? 'failed' : counts ? 'ready' : 'loading';
  const nothing = counts?.every(({ count }) => count === 0) ?? false;
  // What was done elsewhere counts when somebody comes here.
  useEffect(load, []);
  return (
    <Page title={cw.title} intro={cw.intro} arrived={arrived} test="care" state={state}>
      <Fault words={fault} again={load} />
      <p class="hint" role="status">
        {counts ? nothing && cw.allDone : !fault && cw.loading}
      </p>
      {counts && <Overview counts={counts} go={go} />}
    </Page>
  );
}

function ListPage({ list, me, route, go, arrived, todo }: Props & { list: CareList }) {
  const { answer, fault, again } = useRows(list);
  const closing = useClosing(todo.load);
  const rows = answer?.rows ?? [];
  const words = cw.list(list);
  const state = fault ? 'failed' : answer ? 'ready' : 'loading';
  const back = (
    <Link class="back-link" to={toList()} go={go} test="care-all">
      <span aria-hidden="true" class="flip">
        ←
      </span>{' '}
      {cw.all}
    </Link>
  );
  return (
    <Page title={words.name} intro={words.what} arrived={arrived} test="care-list" state={state} tabs={back}>
      <div class="care-columns">
        <Beside counts={todo.counts} route={route} go={go} />
        <div>
          <Fault words={fault} again={again} />
          <p class="hint" role="status" data-test="care-found">
            {answer ? rows.length > 0 && cw.found(rows.length, answer.total) : !fault && cw.loadingList}
          </p>
          <ul class="care-rows">
            {rows.map((row, i) => (
              <Row key={keyOf(row, i)} row={row} list={list} route={route} go={go} roles={me.roles} closing={closing} model={me.model === true} />
            ))}
          </ul>
          {answer && rows.length === 0 && (
            <p class="empty" data-test="care-empty">
              {words.none}
            </p>
          )}
        </div>
      </div>
    </Page>
  );
}

function keyOf({ suggestion, article }: CareRow, place: number): string {
  return suggestion?.id ?? `${article.id} ${place}`;
}

/** The rows of a list. */
function useRows(list: CareList): { answer: CareRows | null; fault: string; again: () => void } {
  const [answer, setAnswer] = useState<CareRows | null>(null);
  const [fault, setFault] = useState('');
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setFault('');
    call<CareRows>('GET', `/api/editor/care?${new URLSearchParams({ list })}`, undefined, stop.signal).then(setAnswer, (refused: unknown) => {
      if (!aborted(refused)) setFault(sentence(refused));
    });
    return () => stop.abort();
  }, [list, tries]);
  return { answer, fault, again: () => setTries((n) => n + 1) };
}

/** Closes suggestions; what can still be undone is told to the server when the page is left. */
function useClosing(told: () => void): Closing {
  const [, redraw] = useState(0);
  const closing = useMemo(
    () => new Closing({ tell, words: sentence, after, cancel, changed: () => redraw((n) => n + 1), told }),
    [],
  );
  useEffect(() => {
    const leave = () => closing.flush();
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  return closing;
}

const after = (ms: number, run: () => void): unknown => setTimeout(run, ms);
const cancel = (timer: unknown): void => clearTimeout(timer as ReturnType<typeof setTimeout>);

function tell(id: string, state: Closed): Promise<void> {
  return call<void>('POST', '/api/editor/suggestion', { id, state }, undefined, { keepalive: true });
}

function Fault({ words, again }: { words: string; again: () => void }) {
  return (
    <div class="gap-fault">
      <p role="alert" class="fault">
        {words}
      </p>
      {words && (
        <button type="button" onClick={again} data-test="care-retry">
          {cw.tryAgain}
        </button>
      )}
    </div>
  );
}
