import { useEffect, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../staff/call';
import { moment } from '../staff/clock';
import type { Content, Revision, RevisionLine } from '../staff/http';
import { Modal } from '../staff/modal';
import { Changes } from './changes';
import { Preview } from './preview';
import { t } from './strings';
import { w } from './strings-writing';

interface Props {
  id: string;
  /** number of the newest revision: a rise means that there is more to list */
  latest: number;
  published: number;
  /** what stands in the editor, to compare with */
  editing: Content;
  /** puts a revision into the editor; absent where nothing can be changed */
  restore?: (revision: Revision) => void;
}

/** The two that are compared; 0 is the text in the editor. */
interface Two {
  from: number;
  to: number;
}

/** The history of an article, newest first, and what differs between any two of it. */
export function Revisions({ id, latest, published, editing, restore }: Props) {
  const { lines, fault } = useLines(id, latest, published);
  const [viewing, setViewing] = useState(0);
  const [two, setTwo] = useState<Two | null>(null);
  const restored = restore && {
    restore: (revision: Revision) => {
      setViewing(0);
      setTwo(null);
      restore(revision);
    },
  };
  return (
    <section class="revisions">
      {!lines && !fault && <p role="status">{t.loadingRevisions}</p>}
      {fault && (
        <p role="alert" class="fault">
          {fault}
        </p>
      )}
      {lines && <Choose lines={lines} published={published} compare={setTwo} />}
      <ol data-test="revisions">
        {lines?.map((line) => (
          <li key={line.number}>
            <span>
              <strong>{t.revision(line.number)}</strong> {line.published && <span class="chip published">{t.revisionPublished}</span>}
              <span class="hint"> {t.by(moment(line.at, Date.now()), line.author)}</span>
            </span>
            <button type="button" aria-label={t.viewNumber(line.number)} onClick={() => setViewing(line.number)} data-test="view-revision">
              {t.view}
            </button>
          </li>
        ))}
      </ol>
      {viewing > 0 && <OldRevision id={id} number={viewing} editing={editing} close={() => setViewing(0)} {...restored} />}
      {two && <Comparison id={id} two={two} editing={editing} close={() => setTwo(null)} {...restored} />}
    </section>
  );
}

function useLines(id: string, latest: number, published: number): { lines: RevisionLine[] | null; fault: string } {
  const [lines, setLines] = useState<RevisionLine[] | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    call<{ revisions: RevisionLine[] | null }>('GET', `/api/editor/revisions?${new URLSearchParams({ id })}`, undefined, stop.signal).then(
      (answer) => {
        setLines(answer.revisions ?? []);
        setFault('');
      },
      (refused: unknown) => {
        if (!aborted(refused)) setFault(sentence(refused));
      },
    );
    return () => stop.abort();
  }, [id, latest, published]);
  return { lines, fault };
}

const nameOf = (number: number) => (number > 0 ? t.revision(number) : w.inEditor);

/** Which two are compared: at first what customers read, or else the newest, with the text in the editor. */
function Choose({ lines, published, compare }: { lines: RevisionLine[]; published: number; compare: (two: Two) => void }) {
  const [from, setFrom] = useState(published || (lines[0]?.number ?? 0));
  const [to, setTo] = useState(0);
  const select = (label: string, value: number, set: (n: number) => void, test: string) => (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => set(Number(event.currentTarget.value))} data-test={test}>
        <option value={0}>{nameOf(0)}</option>
        {lines.map(({ number }) => (
          <option key={number} value={number}>
            {nameOf(number)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="choose-two">
      {select(w.compareFrom, from, setFrom, 'compare-from')}
      {select(w.compareWith, to, setTo, 'compare-to')}
      <button type="button" disabled={from === to} onClick={() => compare({ from, to })} data-test="compare">
        {w.compare}
      </button>
    </div>
  );
}

/** Reads revisions of an article; null until all are there. */
function useRevisions(id: string, numbers: readonly number[]): { revisions: Revision[] | null; fault: string } {
  const [revisions, setRevisions] = useState<Revision[] | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    const read = (number: number) =>
      call<Revision>('GET', `/api/editor/revision?${new URLSearchParams({ id, number: String(number) })}`, undefined, stop.signal);
    Promise.all(numbers.map(read)).then(setRevisions, (refused: unknown) => {
      if (!aborted(refused)) setFault(sentence(refused));
    });
    return () => stop.abort();
  }, [id, numbers.join()]);
  return { revisions, fault };
}

function Loading({ fault, done }: { fault: string; done: boolean }) {
  return (
    <>
      {!done && !fault && <p role="status">{t.loadingRevision}</p>}
      {fault && (
        <p role="alert" class="fault">
          {fault}
        </p>
      )}
    </>
  );
}

interface ComparisonProps {
  id: string;
  two: Two;
  editing: Content;
  close: () => void;
  restore?: (revision: Revision) => void;
}

function Comparison({ id, two: { from, to }, editing, close, restore }: ComparisonProps) {
  const numbers = [from, to].filter((number) => number > 0);
  const { revisions, fault } = useRevisions(id, numbers);
  const find = (number: number): Content | undefined => (number === 0 ? editing : revisions?.find((one) => one.number === number));
  const [before, after] = [find(from), find(to)];
  const title = w.compareTitle(nameOf(from), nameOf(to));
  return (
    <Modal title={title} close={t.close} onClose={close} look="wide" test="comparison">
      <Loading fault={fault} done={revisions !== null} />
      {before && after && (
        <div class="scroll" tabIndex={0} role="region" aria-label={title}>
          <Changes before={before} after={after} />
        </div>
      )}
      <div class="sheet-end">
        {restore &&
          revisions?.map((revision) => (
            <button type="button" key={revision.number} onClick={() => restore(revision)}>
              {w.restoreOf(revision.number)}
            </button>
          ))}
        <button type="button" class="main" onClick={close}>
          {t.close}
        </button>
      </div>
    </Modal>
  );
}

interface OldProps {
  id: string;
  number: number;
  editing: Content;
  close: () => void;
  restore?: (revision: Revision) => void;
}

function OldRevision({ id, number, editing, close, restore }: OldProps) {
  const { revisions, fault } = useRevisions(id, [number]);
  const revision = revisions?.[0];
  return (
    <Modal title={t.revision(number)} close={t.close} onClose={close} look="wide" test="revision">
      <Loading fault={fault} done={revision !== undefined} />
      {revision && (
        <>
          <p class="hint">{t.by(moment(revision.at, Date.now()), revision.author)}</p>
          <div class="scroll" tabIndex={0} role="region" aria-label={t.revision(number)}>
            <h3 dir="auto">{revision.title}</h3>
            <Preview body={revision.body} />
            <details>
              <summary>{t.compared}</summary>
              <Changes before={revision} after={editing} />
            </details>
          </div>
          <div class="sheet-end">
            <button type="button" class="quiet" onClick={close}>
              {t.close}
            </button>
            {restore && (
              <button type="button" class="main" onClick={() => restore(revision)} data-test="restore">
                {t.restore}
              </button>
            )}
          </div>
        </>
      )}
    </Modal>
  );
}
