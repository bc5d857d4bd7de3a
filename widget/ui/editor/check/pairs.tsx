import type { ComponentChildren } from 'preact';
import type { Pair } from './checkjson';
import { Mark, Verdict } from './verdict';
import { expectedWords, v } from './words';

interface Props {
  pairs: readonly Pair[];
  /** of the table, seen above it unless it says what stands there already */
  caption: ComponentChildren;
  hidden?: boolean;
  /** id of the article that is looked at, "" if none is */
  here?: string;
  was?: string;
  is?: string;
  /** only what is, where before and after are the same */
  single?: boolean;
  /** the grade of each verdict is told: they are questions of the exam */
  graded?: boolean;
  /** what can be done with a question */
  acts?: (pair: Pair) => ComponentChildren;
  test: string;
}

/** Questions with what the bot does before and after a change. On phones the rows become cards. */
export function Pairs(props: Props) {
  const { pairs, caption, hidden, was = v.was, is = v.is, single, acts, test } = props;
  const columns = [v.question, ...(single ? [] : [was]), is];
  return (
    <table class="articles pairs" role="table" data-test={test}>
      <caption class={hidden ? 'gone' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {column}
            </th>
          ))}
          {acts && (
            <th scope="col" role="columnheader" class="acts">
              <span class="gone">{v.acts}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {pairs.map((pair) => (
          <Row key={[...(pair.before ?? []), pair.question].join('\n')} {...props} pair={pair} was={was} is={is} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ pair, here = '', was, is, single, graded, acts, test }: Props & { pair: Pair; was: string; is: string }) {
  const before = pair.before ?? [];
  return (
    <tr role="row" data-test={`${test}-row`} data-change={pair.change}>
      <th scope="row" role="rowheader">
        <span class="asked" dir="auto">
          {pair.question}
        </span>
        {before.length > 0 && (
          <p class="hint" dir="auto">
            {v.followUp(before)}
          </p>
        )}
        {graded && (
          <p class="hint" dir="auto">
            {v.expects(expectedWords(pair.articles))}
          </p>
        )}
        {!graded && !single && pair.change !== 'same' && (
          <p>
            <Mark of={v.change(pair.change)} />
          </p>
        )}
      </th>
      {!single && (
        <td role="cell" data-label={was}>
          {graded && <Mark of={v.grade(pair.was_grade)} />}
          <Verdict verdict={pair.was} here={here} />
        </td>
      )}
      <td role="cell" data-label={is}>
        {graded && <Mark of={v.grade(pair.is_grade)} />}
        <Verdict verdict={pair.is} here={here} />
      </td>
      {acts && (
        <td role="cell" class="acts">
          {acts(pair)}
        </td>
      )}
    </tr>
  );
}
