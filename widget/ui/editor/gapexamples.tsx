import { moment } from '../staff/clock';
import type { Example } from './gapjson';
import { fateWords, g } from './gapwords';
import { Link } from './link';
import type { Go, Route } from './route';
import { toArticle } from './route';

/** The questions of a gap, with what the bot tried and how agents answered. */
export function Examples({ examples, route, go }: { examples: Example[]; route: Route; go: Go }) {
  return (
    <section class="gap-examples" aria-labelledby="gap-examples">
      <h3 id="gap-examples">{g.examples}</h3>
      {examples.length === 0 && <p class="empty">{g.noExamples}</p>}
      <ol>
        {examples.map((example, i) => (
          <li key={i} data-test="gap-example">
            <One example={example} route={route} go={go} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function One({ example, route, go }: { example: Example; route: Route; go: Go }) {
  const tried = example.tried ?? [];
  const answers = example.answers ?? [];
  const lang = example.locale || undefined;
  return (
    <>
      <p class="asked" dir="auto" lang={lang}>
        {example.text || g.wordless}
      </p>
      <p class="hint">
        {example.at > 0 && `${moment(example.at, Date.now())} · `}
        {fateWords(example.outcome, example.reason)}
      </p>
      {tried.length === 0 ? (
        <p class="hint">{g.triedNothing}</p>
      ) : (
        <>
          <h4>{g.tried}</h4>
          <ul class="tried">
            {tried.map(({ article, title }) => (
              <li key={article}>
                <Link class="" to={toArticle(route, article)} go={go} test="gap-tried">
                  <bdi>{title || article}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {answers.length === 0 ? (
        <p class="hint">{g.noAnswers}</p>
      ) : (
        <>
          <h4>{g.answers}</h4>
          {answers.map((answer, i) => (
            <blockquote key={i} dir="auto" lang={lang} data-test="gap-answer">
              {answer}
            </blockquote>
          ))}
        </>
      )}
    </>
  );
}
