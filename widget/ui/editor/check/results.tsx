import { useState } from 'preact/hooks';
import type { Asked } from './asked';
import type { Grade, Pair, Sat } from './checkjson';
import { c } from './pagewords';
import { Pairs } from './pairs';
import { Mark } from './verdict';
import { v } from './words';

const grades: readonly Grade[] = ['wrong', 'nothing', 'asked', 'correct'];

/** What came of sitting the exam: the sum, then what is not right, the worst first. */
export function Results({ sat }: { sat: Asked<Sat> }) {
  const { result, busy, fault } = sat;
  const pairs = result?.pairs ?? [];
  const failing = pairs.filter((pair) => pair.is_grade !== 'correct').sort((a, b) => grades.indexOf(a.is_grade) - grades.indexOf(b.is_grade));
  const passing = pairs.filter((pair) => pair.is_grade === 'correct');
  return (
    <div class={busy ? 'results stale' : 'results'} data-test="exam-results" data-state={busy ? 'asking' : fault ? 'failed' : result ? 'ready' : 'empty'}>
      <p role="status" class="hint">
        {busy ? c.sitting : result && `${c.sitNow}: ${c.sitSum(passing.length, pairs.length)}`}
      </p>
      <p role="alert" class="fault">
        {fault}
      </p>
      {result && pairs.length > 0 && (
        <>
          <Sums pairs={pairs} />
          {failing.length === 0 ? (
            <p class="notice good">
              <span aria-hidden="true">✓ </span>
              {c.failing(0)}
            </p>
          ) : (
            <Pairs pairs={failing} caption={<strong>{c.failing(failing.length)}</strong>} single graded is={c.sitNow} test="failing" />
          )}
          {passing.length > 0 && <Passing pairs={passing} />}
        </>
      )}
    </div>
  );
}

function Sums({ pairs }: { pairs: readonly Pair[] }) {
  const counts = grades.map((grade) => ({ grade, n: pairs.filter((pair) => pair.is_grade === grade).length })).filter(({ n }) => n > 0);
  return (
    <ul class="chips" data-test="sums">
      {counts.map(({ grade, n }) => (
        <li key={grade}>
          <Mark of={{ ...v.grade(grade), words: `${v.grade(grade).words}: ${n}` }} />
        </li>
      ))}
    </ul>
  );
}

/** What is right is folded away; hundreds of rows are made only when somebody wants to see them. */
function Passing({ pairs }: { pairs: readonly Pair[] }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="passing" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{c.passing(pairs.length)}</summary>
      {open && <Pairs pairs={pairs} caption={c.passing(pairs.length)} hidden single graded is={c.sitNow} test="passing" />}
    </details>
  );
}
