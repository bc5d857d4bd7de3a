import { useEffect, useId, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../../staff/call';
import type { RealQuestion } from './checkjson';
import { p } from './panelwords';

const pause = 250; // ms after the last letter before the search runs

interface Props {
  /** id of the article, "" for a new one */
  article: string;
  taken: readonly string[];
  toggle: (question: string) => void;
}

/** What customers really asked, to be picked from. */
export function Picker({ article, taken, toggle }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details class="picker" onToggle={(event) => setOpen(event.currentTarget.open)} data-test="picker">
      <summary>{p.pick}</summary>
      {open && <Found article={article} taken={taken} toggle={toggle} />}
    </details>
  );
}

function Found({ article, taken, toggle }: Props) {
  const [words, setWords] = useState('');
  const { questions, fault } = useQuestions(article, words.trim());
  const id = useId();
  return (
    <>
      <label for={id} class="gone">
        {p.pickSearch}
      </label>
      <input
        id={id}
        type="search"
        placeholder={p.pickSearch}
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
        data-test="pick-search"
      />
      <p class="hint" role="status">
        {questions ? (questions.length > 0 ? p.pickFound(questions.length) : p.pickNone) : !fault && p.pickLoading}
      </p>
      <p class="fault" role="alert">
        {fault}
      </p>
      <ul class="picks">
        {(questions ?? []).map((real) => (
          <li key={real.question}>
            <Pick real={real} chosen={taken.includes(real.question)} toggle={toggle} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Pick({ real, chosen, toggle }: { real: RealQuestion; chosen: boolean; toggle: (question: string) => void }) {
  const { question, customers, source, outcome } = real;
  const told = [customers > 0 ? p.customers(customers) : '', p.source(source), outcome ? p.outcome(outcome) : ''];
  return (
    <label class="check pick">
      <input type="checkbox" checked={chosen} onChange={() => toggle(question)} data-test="pick" />
      <span>
        <span dir="auto">{question}</span>
        <span class="hint">
          <bdi>{told.filter(Boolean).join(' · ')}</bdi>
        </span>
      </span>
    </label>
  );
}

/** The questions that match, asked for again a moment after the words have changed. */
function useQuestions(article: string, words: string): { questions: RealQuestion[] | null; fault: string } {
  const [questions, setQuestions] = useState<RealQuestion[] | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      try {
        const query = new URLSearchParams({ id: article, q: words });
        const answer = await call<{ questions: RealQuestion[] | null }>('GET', `/api/editor/questions?${query}`, undefined, stop.signal);
        // A question is a line of its own: the checkbox finds it again.
        setQuestions((answer.questions ?? []).map((real) => ({ ...real, question: real.question.replace(/\s+/g, ' ').trim() })));
        setFault('');
      } catch (refused) {
        if (!aborted(refused)) setFault(sentence(refused));
      }
    };
    const timer = setTimeout(load, questions ? pause : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [article, words]);
  return { questions, fault };
}
