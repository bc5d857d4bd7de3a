import { useEffect, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../../staff/call';
import { Paging } from '../paging';
import type { Go, Route } from '../route';
import { SearchField } from '../searchfield';
import { AddQuestion } from './addquestion';
import type { Asked } from './asked';
import { useAsked } from './asked';
import type { ExamList, Sat } from './checkjson';
import { ExamText } from './examtext';
import { ExamTable } from './examtable';
import { Page } from './page';
import { c } from './pagewords';
import { Results } from './results';


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
    <Page title={c.exam} intro={c.examIntro} arrived={arrived} test="exam" state={state} acts={list && list.total === 0 && !route.q ? undefined : <Sit sat={sat} />}>
      <Results sat={sat} />
      <AddQuestion added={(question) => changed(c.addedDone(question))} />
      <div class="list-head">
        <SearchField route={route} go={go} label={c.search} test="exam-search" />
      </div>
      <p role="alert" class="fault">
        {fault}
      </p>
      <p class="hint" role="status" data-test="exam-found">
        {[done, list ? list.total > 0 && c.found(list.total) : !fault && c.loading].filter(Boolean).join(' ')}
      </p>
      {questions.length > 0 && <ExamTable questions={questions} route={route} go={go} />}
      {list && questions.length === 0 && <p class="empty">{route.q ? c.examNothing : c.examEmpty}</p>}
      {list && list.pages > 1 && <Paging page={route.page} pages={list.pages} turn={(to) => go({ ...route, page: to }, true)} />}
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
