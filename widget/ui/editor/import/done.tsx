import type { RefObject } from 'preact';
import { Link } from '../link';
import type { Go } from '../route';
import { home, toArticle } from '../route';
import type { Look, Summary } from './importjson';
import { doneWords, iw } from './importwords';

interface Props {
  look: Look;
  summary: Summary;
  go: Go;
  again: () => void;
  heading: RefObject<HTMLHeadingElement | null>;
}

const written: ReadonlySet<string> = new Set(['new', 'changed', 'publish']);

/** What an import did, with the ways to it. */
export function Done({ look, summary, go, again, heading }: Props) {
  const rows = (look.rows ?? []).filter((row) => written.has(row.action));
  const n = summary.new + summary.changed + summary.published;
  const words = doneWords(summary);
  return (
    <div class="import-report" data-test="import-done">
      <h3 ref={heading} tabIndex={-1}>
        {iw.doneTitle}
      </h3>
      <div class="notice good">
        {words.length > 0 ? (
          <ul>
            {words.map((each) => (
              <li key={each}>
                <span aria-hidden="true">✓ </span>
                {each}
              </li>
            ))}
          </ul>
        ) : (
          <p>{iw.doneNothing}</p>
        )}
        {n > 0 && <p class="hint">{iw.doneWhen}</p>}
      </div>
      <div class="row-of-buttons">
        <Link class="button main" to={home} go={go} test="import-to-articles">
          {iw.allArticles}
        </Link>
        <button type="button" onClick={again} data-test="import-next">
          {iw.next}
        </button>
      </div>
      {rows.length > 0 && (
        <section>
          <h4>{iw.touched}</h4>
          <ul class="touched">
            {rows.map((row) => (
              <li key={row.id}>
                <Link class="care-link" to={toArticle(home, row.id)} go={go} test="import-article">
                  <span dir="auto">{row.title || row.id}</span>
                </Link>{' '}
                <span class="hint">{iw.name(row.action)}</span>
              </li>
            ))}
          </ul>
          {rows.length < n && <p class="hint">{iw.shown(rows.length, n)}</p>}
        </section>
      )}
    </div>
  );
}
