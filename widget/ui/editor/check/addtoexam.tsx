import { useRef, useState } from 'preact/hooks';
import { call, sentence } from '../../staff/call';
import { p } from './panelwords';

interface Props {
  question: string;
  before: string[] | null;
  /** ids of the articles that answer it */
  articles: string[];
  /** id in the exam, "" if it is not there yet */
  kept: string;
  /** why it cannot be added now, "" if it can */
  not?: string;
}

/** Puts a question into the exam with one click, and takes it out again. The button keeps its place and the focus. */
export function AddToExam({ question, before, articles, kept, not = '' }: Props) {
  const [mine, setMine] = useState(''); // id that it got here
  const [dropped, setDropped] = useState(''); // id that was taken out here
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const working = useRef(false);
  const during = async (work: () => Promise<void>) => {
    if (working.current || not) return;
    working.current = true;
    setBusy(true);
    setFault('');
    try {
      await work();
    } catch (refused) {
      setFault(sentence(refused));
    } finally {
      working.current = false;
      setBusy(false);
    }
  };
  const add = () =>
    during(async () => setMine((await call<{ id: string }>('POST', '/api/editor/exam', { question, before: before ?? [], articles })).id));
  const undo = () =>
    during(async () => {
      await call('DELETE', `/api/editor/exam?${new URLSearchParams({ id: mine })}`);
      setDropped(mine);
      setMine('');
    });
  // What the newest results say may be older than what was done here.
  const inside = mine !== '' || (kept !== '' && kept !== dropped);
  return (
    <div class="add-to-exam">
      <span role="status">
        {inside && (
          <span class="chip good" data-test="in-exam">
            <span aria-hidden="true">✓ </span>
            {p.inExam}
          </span>
        )}
      </span>
      {/* What was in the exam before is taken out on the page of the exam, where one sees what else there is. */}
      {(!inside || mine !== '') && (
        <button
          type="button"
          class={inside ? 'quiet' : ''}
          aria-label={inside ? p.undoNamed(question) : p.addNamed(question)}
          aria-disabled={busy || not ? 'true' : undefined}
          title={not || undefined}
          onClick={() => void (inside ? undo() : add())}
          data-test={inside ? 'exam-undo' : 'exam-add'}
        >
          {inside ? p.undo : p.add}
        </button>
      )}
      <span role="alert">{fault && <span class="fault">{fault}</span>}</span>
    </div>
  );
}
