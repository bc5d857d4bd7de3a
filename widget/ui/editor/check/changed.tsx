import type { Comparison, Pair } from './checkjson';
import { d } from './gatewords';
import { Mark, Verdict } from './verdict';
import { expectedWords, v } from './words';

/** What gets worse beside what gets better; on phones the worse first. */
export function Changed({ comparison }: { comparison: Comparison }) {
  const worse = comparison.worse ?? [];
  const better = comparison.better ?? [];
  return (
    <div class={worse.length > 0 && better.length > 0 ? 'changed both' : 'changed'} data-test="changed">
      <Side title={d.worse(worse.length)} pairs={worse} none={d.noWorse} test="worse" />
      <Side title={d.better(better.length)} pairs={better} none={d.noBetter} test="better" />
    </div>
  );
}

function Side({ title, pairs, none, test }: { title: string; pairs: readonly Pair[]; none: string; test: string }) {
  return (
    <section>
      <h3>{title}</h3>
      {pairs.length === 0 && <p class="hint">{none}</p>}
      <ul>
        {pairs.map((pair) => (
          <li key={pair.id || pair.question} data-test={test}>
            <p class="asked" dir="auto">
              {pair.question}
            </p>
            {(pair.before?.length ?? 0) > 0 && (
              <p class="hint" dir="auto">
                {v.followUp(pair.before ?? [])}
              </p>
            )}
            <p class="hint" dir="auto">
              {v.expects(expectedWords(pair.articles))}
            </p>
            <div class="turns">
              <div>
                <p class="hint">{v.was}</p>
                <Mark of={v.grade(pair.was_grade)} />
                <Verdict verdict={pair.was} />
              </div>
              <div>
                <p class="hint">{v.is}</p>
                <Mark of={v.grade(pair.is_grade)} />
                <Verdict verdict={pair.is} />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
