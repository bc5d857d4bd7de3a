import { Link } from '../link';
import type { Go, Route } from '../route';
import { toArticle } from '../route';
import type { Named } from '../check/checkjson';
import { cw } from './carewords';
import type { Stretch } from './marked';
import { marked } from './marked';

interface Props {
  of: readonly [Named, Named];
  sentences: readonly [string, string];
  route: Route;
  go: Go;
}

/** Two sentences that contradict each other, side by side, with what differs marked. */
export function Sides({ of, sentences, route, go }: Props) {
  const sides = marked(...sentences);
  return (
    <div class="care-sides" data-test="care-sides">
      {of.map((article, i) => (
        <figure key={article.id}>
          <figcaption>
            <Link class="inline-link" to={toArticle(route, article.id)} go={go} test="care-side">
              <span dir="auto">{article.title || article.id}</span>
            </Link>
          </figcaption>
          <blockquote dir="auto">
            <Marked stretches={sides[i] ?? []} />
          </blockquote>
        </figure>
      ))}
    </div>
  );
}

/** Marked by an element, by weight and line, and in words for who hears it. */
function Marked({ stretches }: { stretches: readonly Stretch[] }) {
  return (
    <>
      {stretches.map(({ text, differs }, i) =>
        differs ? (
          <mark key={i}>
            <span class="gone"> {cw.differs}: </span>
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </>
  );
}
