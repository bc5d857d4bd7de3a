import { useRef, useState } from 'preact/hooks';
import { Refusal, call, sentence } from '../../staff/call';
import type { ExamList } from './checkjson';
import { c } from './pagewords';
import type { Line } from './script';
import { readScript, writeScript } from './script';

/** The exam as a text: to be saved as a file, and to be added to from one. */
export function ExamText({ total, changed }: { total: number; changed: () => void }) {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');
  const [fault, setFault] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const during = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setTold('');
    setFault('');
    try {
      await work();
    } catch (refused) {
      setFault(refused instanceof BadLine ? refused.message : sentence(refused));
    }
    setBusy(false);
  };
  const exported = () => during(async () => save('exam.txt', writeScript(await all())));
  const imported = (chosen: File) =>
    during(async () => {
      try {
        setTold(await add(readAll(await chosen.text()), setTold));
      } finally {
        changed();
      }
    });
  return (
    <details class="exam-text" data-test="exam-text">
      <summary>{c.asText}</summary>
      <p class="hint">{c.asTextHint}</p>
      <div class="row-of-buttons">
        <button type="button" aria-disabled={busy || total === 0 ? 'true' : undefined} onClick={() => total > 0 && void exported()} data-test="exam-export">
          {c.export}
        </button>
        <button type="button" aria-disabled={busy ? 'true' : undefined} onClick={() => !busy && file.current?.click()} data-test="exam-import">
          {c.import}
        </button>
        <input
          ref={file}
          type="file"
          accept=".txt,.exam,text/plain"
          class="gone"
          tabIndex={-1}
          aria-label={c.import}
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (chosen) void imported(chosen);
          }}
          data-test="exam-file"
        />
      </div>
      <p role="status" class="hint">
        {told}
      </p>
      <p role="alert" class="fault">
        {fault}
      </p>
    </details>
  );
}

/** A line of the file that cannot be used. */
class BadLine extends Error {
  constructor(line: number, why: string) {
    super(c.badLine(line, why));
  }
}

/** Every question of a script; nothing is added of one that has a faulty line. */
function readAll(text: string): Line[] {
  const { questions, fault } = readScript(text);
  if (fault) throw new BadLine(fault.line, fault.text);
  return questions;
}

/** Adds one after the other and says how far it is; what is there already is passed over. */
async function add(lines: readonly Line[], tell: (words: string) => void): Promise<string> {
  let known = 0;
  for (const [i, { question, before, articles, line }] of lines.entries()) {
    tell(c.importing(i + 1, lines.length));
    try {
      await call('POST', '/api/editor/exam', { question, before, articles });
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      if (refused.status !== 409) throw new BadLine(line, refused.message);
      known++;
    }
  }
  return c.imported(lines.length - known, known);
}

/** Every question of the exam, page after page. */
async function all(): Promise<Omit<Line, 'line'>[]> {
  const questions: Omit<Line, 'line'>[] = [];
  for (let page = 1, pages = 1; page <= pages; page++) {
    const list = await call<ExamList>('GET', `/api/editor/exam?${new URLSearchParams({ page: String(page) })}`);
    pages = list.pages;
    for (const { question, before, articles } of list.questions ?? []) {
      questions.push({ question, before: before ?? [], articles: (articles ?? []).map((article) => article.id) });
    }
  }
  return questions;
}

/** Has the browser save a text as a file. */
function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
