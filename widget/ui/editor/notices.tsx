import { moment } from '../staff/clock';
import type { Article } from '../staff/http';
import { Changes } from './changes';
import { contentOf } from './content';
import type { Draft } from './draft';
import { Link } from './link';
import type { Go } from './route';
import { home } from './route';
import { w } from './strings-writing';

/** Where the article is kept if not here, and why its newest version there is not published. */
export function Elsewhere({ article: { source, refused } }: { article: Article }) {
  if (!source) return null;
  return (
    <div class={`notice ${refused ? 'bad' : ''}`} data-test="elsewhere">
      <p>
        <strong>{w.elsewhere(source)}</strong> {w.elsewhereHow}
      </p>
      {refused && <p dir="auto">{w.refused(refused)}</p>}
    </div>
  );
}

/** What was typed earlier and not saved: to be decided about before anything else is typed. */
export function FoundNotice({ draft }: { draft: Draft }) {
  const { found, article } = draft;
  if (!found || !article) return null;
  const over = found.base < article.latest;
  return (
    <div class="notice" role="alert" data-test="found">
      <p>
        {w.found(moment(found.at, Date.now()))} {over && w.foundOver(found.base, article.latest)} {w.foundFirst}
      </p>
      <details>
        <summary>{w.whatDiffers}</summary>
        <Changes before={article.revision} after={contentOf(found.fields)} />
      </details>
      <div class="quick">
        <button type="button" class="main" onClick={draft.goOn} data-test="found-go-on">
          {w.goOn}
        </button>
        <button type="button" onClick={draft.dropFound} data-test="found-drop">
          {w.dropIt}
        </button>
      </div>
    </div>
  );
}

/** Who else is at the article, and what they have saved meanwhile. */
export function Others({ draft }: { draft: Draft }) {
  const { article, base, dirty, found } = draft;
  const names = (article?.others ?? []).map(({ name }) => name);
  const newer = article && !found && base < article.latest ? article.revision : null;
  return (
    <div role="status" data-test="others">
      {names.length > 0 && <p class="hint">{w.othersType(names.join(', '))}</p>}
      {newer && (
        <p class="notice">
          {w.newer(newer.number, newer.author)}{' '}
          {!dirty && (
            <button type="button" onClick={draft.showNewest} data-test="show-newest">
              {w.showNewer}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** What agents suggest to change: the way to the list of their suggestions. */
export function Suggestions({ article: { suggestions }, go }: { article: Article; go: Go }) {
  if (!suggestions) return null;
  return (
    <p>
      <Link class="" to={{ ...home, place: 'care', care: 'suggestions' }} go={go} test="suggestions">
        {w.suggestions(suggestions)}
      </Link>
    </p>
  );
}
