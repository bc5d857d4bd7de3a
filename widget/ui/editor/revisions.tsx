import { useEffect, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../staff/call';
import { moment } from '../staff/clock';
import type { Content, Revision, RevisionLine } from '../staff/http';
import { Modal } from '../staff/modal';
import { Changes } from './changes';
import { Preview } from './preview';
import { t } from './strings';

interface Props {
  id: string;
  /** number of the newest revision: a rise means that there is more to list */
  latest: number;
  published: number;
  /** what stands in the editor, to compare with */
  editing: Content;
  restore: (revision: Revision) => void;
}

/** The history of an article, newest first. */
export function Revisions({ id, latest, published, editing, restore }: Props) {
  const [lines, setLines] = useState<RevisionLine[] | null>(null);
  const [fault, setFault] = useState('');
  const [viewing, setViewing] = useState(0);
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
  return (
    <section class="revisions">
      <h3>{t.revisions}</h3>
      {!lines && !fault && <p role="status">{t.loadingRevisions}</p>}
      {fault && (
        <p role="alert" class="fault">
          {fault}
        </p>
      )}
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
      {viewing > 0 && (
        <OldRevision
          id={id}
          number={viewing}
          editing={editing}
          close={() => setViewing(0)}
          restore={(revision) => {
            setViewing(0);
            restore(revision);
          }}
        />
      )}
    </section>
  );
}

interface OldProps {
  id: string;
  number: number;
  editing: Content;
  close: () => void;
  restore: (revision: Revision) => void;
}

function OldRevision({ id, number, editing, close, restore }: OldProps) {
  const [revision, setRevision] = useState<Revision | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    const query = new URLSearchParams({ id, number: String(number) });
    call<Revision>('GET', `/api/editor/revision?${query}`, undefined, stop.signal).then(setRevision, (refused: unknown) => {
      if (!aborted(refused)) setFault(sentence(refused));
    });
    return () => stop.abort();
  }, [id, number]);
  return (
    <Modal title={t.revision(number)} close={t.close} onClose={close} look="wide" test="revision">
      {!revision && !fault && <p role="status">{t.loadingRevision}</p>}
      {fault && (
        <p role="alert" class="fault">
          {fault}
        </p>
      )}
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
            <button type="button" class="main" onClick={() => restore(revision)} data-test="restore">
              {t.restore}
            </button>
          </div>
        </>
      )}
    </Modal>
  );
}
