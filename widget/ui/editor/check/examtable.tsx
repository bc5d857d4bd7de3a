import { useEffect, useRef, useState } from 'preact/hooks';
import { call, sentence } from '../../staff/call';
import { moment } from '../../staff/clock';
import { Link } from '../link';
import type { Go, Route } from '../route';
import { toArticle } from '../route';
import type { ExamQuestion } from './checkjson';
import { c } from './pagewords';
import { v } from './words';

interface Props {
  questions: readonly ExamQuestion[];
  route: Route;
  go: Go;
}

/** The questions of the exam. On phones the rows become cards. */
export function ExamTable({ questions, route, go }: Props) {
  return (
    <table class="articles pairs exam" role="table">
      <thead role="rowgroup">
        <tr role="row">
          {[c.question, c.expected, c.added].map((column) => (
            <th key={column} scope="col" role="columnheader">
              {column}
            </th>
          ))}
          <th scope="col" role="columnheader" class="acts">
            <span class="gone">{c.acts}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {questions.map((one) => (
          <Row key={one.id} one={one} route={route} go={go} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ one, route, go }: { one: ExamQuestion } & Omit<Props, 'questions'>) {
  const before = one.before ?? [];
  const articles = one.articles ?? [];
  return (
    <tr role="row" data-test="exam-row">
      <th scope="row" role="rowheader">
        <span class="asked" dir="auto">
          {one.question}
        </span>
        {before.length > 0 && (
          <p class="hint" dir="auto">
            {v.followUp(before)}
          </p>
        )}
      </th>
      <td role="cell" data-label={c.expected}>
        {articles.length === 0 && v.toPerson}
        <ul>
          {articles.map((article) => (
            <li key={article.id}>
              <Link class="inline-link" to={toArticle({ ...route, q: '', page: 1 }, article.id)} go={go} test="exam-article">
                <bdi>{article.title || article.id}</bdi>
              </Link>{' '}
              {article.status !== 'published' && <span class="chip over">{c.notPublished(article.status)}</span>}
            </li>
          ))}
        </ul>
      </td>
      <td role="cell" data-label={c.added}>
        {c.by(moment(one.at, Date.now()), one.author)}
      </td>
      <td role="cell" class="acts">
        <Remove one={one} />
      </td>
    </tr>
  );
}

/** Takes the question out with one click, and puts it back with another: the row stays until the list is loaded again. */
function Remove({ one }: { one: ExamQuestion }) {
  const [id, setID] = useState(one.id);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const alive = useRef(true);
  useEffect(() => () => void (alive.current = false), []);
  const during = async (work: () => Promise<string>) => {
    if (busy) return;
    setBusy(true);
    setFault('');
    try {
      const next = await work();
      if (alive.current) setID(next);
    } catch (refused) {
      if (alive.current) setFault(sentence(refused));
    }
    if (alive.current) setBusy(false);
  };
  const remove = () => during(async () => {
    await call('DELETE', `/api/editor/exam?${new URLSearchParams({ id })}`);
    return '';
  });
  const undo = () => during(async () => {
    const request = { question: one.question, before: one.before ?? [], articles: (one.articles ?? []).map((article) => article.id) };
    return (await call<{ id: string }>('POST', '/api/editor/exam', request)).id;
  });
  const inside = id !== '';
  return (
    <div class="add-to-exam" data-removed={inside ? undefined : 'true'}>
      <span role="status">{!inside && <span class="hint">{c.removedShort}</span>}</span>
      <button
        type="button"
        class="quiet"
        aria-label={inside ? c.removeNamed(one.question) : c.undoNamed(one.question)}
        aria-disabled={busy ? 'true' : undefined}
        onClick={() => void (inside ? remove() : undo())}
        data-test={inside ? 'exam-remove' : 'exam-restore'}
      >
        {inside ? c.remove : c.undo}
      </button>
      <span role="alert">{fault && <span class="fault">{fault}</span>}</span>
    </div>
  );
}
