// Whether standards and promises were kept: a table for managers, with the period before beside it.
import { useEffect, useState } from 'preact/hooks';
import { dateAndTime } from '../shared/format';
import { Refusal, aborted, call, sentence } from '../staff/call';
import { reading } from '../staff/clock';
import { save } from './csv';
import type { Figure, Report, Row } from './kept';
import { asCSV, daysOf, hashOf, keptOf, lasting, periods } from './kept';
import { t } from './strings';

/** What is shown: the report, or why there is none. */
interface Shown {
  report: Report | null;
  fault: string;
  signedOut: boolean;
}

/** The section with its period, its table and the file of it. */
export function StandardsKept() {
  const days = useDays();
  const [tries, setTries] = useState(0);
  const { report, fault, signedOut } = useReport(days, tries);
  const state = fault ? 'failed' : report ? 'ready' : 'loading';
  return (
    <main class="section kept" data-test="section-kept" data-state={state}>
      <div class="section-head">
        <h2 tabIndex={-1} id="section-title">
          {t.section.kept}
        </h2>
        <div class="kept-acts">
          <label for="kept-days">{t.kept.period}</label>
          <select id="kept-days" value={String(days)} onChange={(event) => (location.hash = hashOf(Number(event.currentTarget.value)))} data-test="kept-days">
            {periods.map((n) => (
              <option key={n} value={String(n)} selected={n === days}>
                {t.kept.lastDays(n)}
              </option>
            ))}
          </select>
          {report && report.rows.length > 0 && (
            <button type="button" onClick={() => save(`standards-kept-${report.days}-days.csv`, asCSV(report))} data-test="kept-csv">
              {t.kept.download}
            </button>
          )}
        </div>
        <div class="messages">
          <div role="alert" data-test="fault">
            {fault && (
              <p class="notice bad" key={tries}>
                {fault} {signedOut && <a href={`/sign-in?next=${encodeURIComponent(`/settings${hashOf(days)}`)}`}>{t.signInAgain}</a>}
              </p>
            )}
          </div>
        </div>
      </div>
      <p class="hint intro">{t.intro.kept}</p>
      <p role="status" data-test="kept-status">
        {state === 'loading' && t.loading}
        {report && report.rows.length === 0 && t.kept.nothing(report.days)}
      </p>
      {fault && (
        <button type="button" onClick={() => setTries((n) => n + 1)} data-test="retry">
          {t.retry}
        </button>
      )}
      {report && report.rows.length > 0 && (
        <>
          <p class="hint intro" id="kept-explained">
            {t.kept.explained(report.least)}
          </p>
          <Table report={report} />
        </>
      )}
    </main>
  );
}

/** The period that the address names. */
function useDays(): number {
  const [days, setDays] = useState(() => daysOf(location.hash));
  useEffect(() => {
    const change = () => setDays(daysOf(location.hash));
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return days;
}

/** Loads the report of a period, again after each try. What another period said is not shown for this one. */
function useReport(days: number, tries: number): Shown {
  const empty: Shown = { report: null, fault: '', signedOut: false };
  const [shown, setShown] = useState(empty);
  useEffect(() => {
    const stop = new AbortController();
    setShown(empty);
    const load = async () => {
      try {
        const report = await call<Report>('GET', `/api/insight/standards?days=${days}`, undefined, stop.signal);
        setShown({ ...empty, report });
      } catch (fault) {
        if (!aborted(fault)) setShown({ report: null, fault: sentence(fault), signedOut: fault instanceof Refusal && fault.status === 401 });
      }
    };
    void load();
    return () => stop.abort();
  }, [days, tries]);
  return shown;
}

function Table({ report }: { report: Report }) {
  return (
    // It can be wider than a phone; the keyboard must be able to scroll it.
    <div class="kept-table" tabIndex={0} role="region" aria-labelledby="kept-caption">
      <table aria-describedby="kept-explained" data-test="kept-table">
        <caption id="kept-caption">
          <strong>{t.kept.caption(report.days, dateAndTime(report.until, reading))}</strong>
        </caption>
        <thead>
          <tr>
            {t.kept.head.map((title) => (
              <th scope="col" key={title}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row) => (
            <Line key={`${row.team}/${row.priority}/${row.kind}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ row }: { row: Row }) {
  return (
    <tr data-test="kept-row" data-team={row.team} data-priority={row.priority} data-kind={row.kind}>
      <th scope="row" dir="auto">
        {row.title || t.kept.noTeam}
      </th>
      <td>{t.priority[row.priority]}</td>
      <td>{t.kept.kind[row.kind]}</td>
      <Cells figure={row.now} test="now" />
      <Cells figure={row.before} test="before" />
    </tr>
  );
}

function Cells({ figure, test }: { figure: Figure; test: string }) {
  return (
    <>
      <td class="number" data-test={`kept-${test}-n`}>
        {figure.n}
        {figure.n > 0 && !figure.enough && <span class="few">{t.kept.notEnough}</span>}
      </td>
      <td data-test={`kept-${test}-share`}>{keptOf(figure) || t.kept.unknown}</td>
      <td data-test={`kept-${test}-median`}>{timeOf(figure.median)}</td>
      <td data-test={`kept-${test}-p90`}>{timeOf(figure.p90)}</td>
    </>
  );
}

function timeOf(seconds: number | null): string {
  return seconds === null ? t.kept.unknown : lasting(seconds);
}
