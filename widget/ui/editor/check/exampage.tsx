import { useEffect, useRef, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../../staff/call';
import type { Go, Route } from '../route';
import { t } from '../strings';
import { AddQuestion } from './addquestion';
import type { Asked } from './asked';
import { useAsked } from './asked';
import type { ExamList, Sat } from './checkjson';
import { ExamText } from './examtext';
import { ExamTable } from './examtable';
import { Page } from './page';
import { c } from './pagewords';
import { Results } from './results';

const pause = 250; // ms after the last letter before the search runs

interface Props {
  route: Route;
  go: Go;
  arrived: boolean;
}

/** The exam: its questions, and how the bot does in it. */
export function ExamPage({ route, go, arrived }: Props) {
  const { list, fault, load } = useExam(route);
  const [done, setDone] = useState('');
  const sat = useAsked<Sat>('', (signal) => call<Sat>('POST', '/api/editor/exam/sit', { all: true }, signal));
  const changed = (words: string) => {
    setDone(words);
    load();
  };
  const questions = list?.questions ?? [];
  const state = fault ? 'failed' : list ? 'ready' : 'loading';
  return (
    <Page title={c.exam} intro={c.examIntro} arrived={arrived} test="exam" state={state} acts={<Sit sat={sat} />}>
      <Results sat={sat} />
      <AddQuestion added={(question) => changed(c.addedDone(question))} />
      <div class="list-head">
        <Search route={route} go={go} />
      </div>
      <p role="alert" class="fault">
        {fault}
      </p>
      <p class="hint" role="status" data-test="exam-found">
        {[done, list ? list.total > 0 && c.found(list.total) : !fault && c.loading].filter(Boolean).join(' ')}
      </p>
      {questions.length > 0 && <ExamTable questions={questions} route={route} go={go} />}
      {list && questions.length === 0 && <p class="empty">{route.q ? c.examNothing : c.examEmpty}</p>}
      {list && list.pages > 1 && <Pages route={route} pages={list.pages} go={go} />}
      <ExamText total={list?.total ?? 0} changed={load} />
    </Page>
  );
}

/** The questions of a place, asked for again whenever it changes or when told to. */
function useExam({ q, page }: Route): { list: ExamList | null; fault: string; load: () => void } {
  const [list, setList] = useState<ExamList | null>(null);
  const [fault, setFault] = useState('');
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    call<ExamList>('GET', `/api/editor/exam?${new URLSearchParams({ q, page: String(page) })}`, undefined, stop.signal).then(
      (answer) => {
        setList(answer);
        setFault('');
      },
      (refused: unknown) => {
        if (!aborted(refused)) setFault(sentence(refused));
      },
    );
    return () => stop.abort();
  }, [q, page, times]);
  return { list, fault, load: () => setTimes((n) => n + 1) };
}

function Sit({ sat }: { sat: Asked<Sat> }) {
  return (
    <button type="button" class="main" aria-disabled={sat.busy ? 'true' : undefined} onClick={() => !sat.busy && sat.ask()} data-test="exam-sit">
      {sat.result ? c.sitAgain : c.sit}
    </button>
  );
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
      aria-label={c.search}
      placeholder={c.search}
      value={words}
      onInput={(event) => type(event.currentTarget.value)}
      data-test="exam-search"
    />
  );
}

function Pages({ route, pages, go }: { route: Route; pages: number; go: Go }) {
  const { page } = route;
  return (
    <nav class="pages" aria-label={t.paging}>
      <button type="button" disabled={page <= 1} onClick={() => go({ ...route, page: page - 1 }, true)} data-test="previous-page">
        {t.previous}
      </button>
      <span>{t.page(page, pages)}</span>
      <button type="button" disabled={page >= pages} onClick={() => go({ ...route, page: page + 1 }, true)} data-test="next-page">
        {t.next}
      </button>
    </nav>
  );
}

