import type { Look, Problem } from './importjson';
import { iw, placeWords, sentenceOf } from './importwords';
import { Table } from './table';

/** What is wrong in the files: the errors, which stop the import, then the warnings. */
export function Problems({ look }: { look: Look }) {
  const of = (severity: Problem['severity']) => (look.problems ?? []).filter((problem) => problem.severity === severity);
  const { errors = 0, warnings = 0 } = look.counts;
  return (
    <div data-test="import-problems">
      {errors > 0 && (
        <section class="notice bad problems">
          <h4>
            <span aria-hidden="true">✕ </span>
            {iw.errors(errors)}
          </h4>
          <p>{iw.mendFirst(errors)}</p>
          <List problems={of('error')} n={errors} caption={iw.errors(errors)} />
        </section>
      )}
      {warnings > 0 && (
        <section class="notice problems">
          <h4>
            <span aria-hidden="true">! </span>
            {iw.warnings(warnings)}
          </h4>
          <p>{iw.warningsWhat}</p>
          <List problems={of('warning')} n={warnings} caption={iw.warnings(warnings)} />
        </section>
      )}
    </div>
  );
}

function List({ problems, n, caption }: { problems: readonly Problem[]; n: number; caption: string }) {
  return (
    <>
      <div class="problems-scroll" tabIndex={0} role="region" aria-label={caption}>
        <Table caption={caption} columns={[iw.where, iw.what]}>
          {problems.map((problem, i) => (
            <tr key={i} role="row" data-test="import-problem" data-severity={problem.severity}>
              <th scope="row" role="rowheader" dir="auto">
                {placeWords(problem)}
              </th>
              <td role="cell" dir="auto">
                {sentenceOf(problem.message)}
              </td>
            </tr>
          ))}
        </Table>
      </div>
      {problems.length < n && <p class="hint">{iw.shown(problems.length, n)}</p>}
    </>
  );
}

/** The files that hold no article, folded. */
export function Skips({ look }: { look: Look }) {
  const skips = look.skips ?? [];
  const n = look.counts.skips ?? skips.length;
  if (n === 0) return null;
  return (
    <details class="fold import-rows" data-test="import-skips">
      <summary>
        <strong>{iw.skips(n)}</strong>
      </summary>
      <ul class="skips">
        {skips.map(({ file, reason }, i) => (
          <li key={i}>
            <strong dir="auto">{file}</strong> <span dir="auto">{sentenceOf(reason)}</span>
          </li>
        ))}
      </ul>
      {skips.length < n && <p class="hint">{iw.shown(skips.length, n)}</p>}
    </details>
  );
}
