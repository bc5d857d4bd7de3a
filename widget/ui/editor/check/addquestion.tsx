import { useId, useRef, useState } from 'preact/hooks';
import { call, sentence } from '../../staff/call';
import { ArticlePicker } from './articlepicker';
import type { Named } from './checkjson';
import { c } from './pagewords';
import { linesOf } from './words';

/** The form that adds a question to the exam; folded until it is wanted. */
export function AddQuestion({ added }: { added: (question: string) => void }) {
  const [question, setQuestion] = useState('');
  const [before, setBefore] = useState('');
  const [articles, setArticles] = useState<Named[]>([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const add = async () => {
    const asked = question.trim();
    if (busy) return;
    if (!asked) {
      setFault(c.addMissing);
      field.current?.focus();
      return;
    }
    setBusy(true);
    setFault('');
    try {
      await call('POST', '/api/editor/exam', { question: asked, before: linesOf(before), articles: articles.map((article) => article.id) });
      setQuestion('');
      added(asked);
      field.current?.focus();
    } catch (refused) {
      setFault(sentence(refused));
    }
    setBusy(false);
  };
  return (
    <details class="add-question" data-test="exam-form">
      <summary>{c.addTitle}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div class="field">
          <label for={id}>{c.addQuestion}</label>
          <input
            id={id}
            ref={field}
            type="text"
            dir="auto"
            autocomplete="off"
            value={question}
            aria-invalid={fault ? 'true' : undefined}
            aria-describedby={`${id}-fault`}
            onInput={(event) => {
              setQuestion(event.currentTarget.value);
              setFault('');
            }}
            data-test="exam-question"
          />
          <p id={`${id}-fault`} class="fault" role="alert" data-test="exam-add-fault">
            {fault}
          </p>
        </div>
        <ArticlePicker chosen={articles} set={setArticles} />
        <div class="field">
          <label for={`${id}-before`}>{c.addBefore}</label>
          <textarea
            id={`${id}-before`}
            rows={2}
            dir="auto"
            value={before}
            aria-describedby={`${id}-before-hint`}
            onInput={(event) => setBefore(event.currentTarget.value)}
            data-test="exam-before"
          />
          <p id={`${id}-before-hint`} class="hint">
            {c.addBeforeHint}
          </p>
        </div>
        <button type="submit" class="main" aria-disabled={busy ? 'true' : undefined} data-test="exam-add">
          {c.add}
        </button>
      </form>
    </details>
  );
}
