import { moment } from '../../staff/clock';
import { may } from '../../staff/roles';
import { Chips } from '../chips';
import { Link } from '../link';
import type { CareList, Go, Route } from '../route';
import { address, toArticle } from '../route';
import type { CareRow } from './carejson';
import { cw } from './carewords';
import type { Closing } from './closing';
import { Explain } from './explain';
import { Sides } from './sides';
import { SuggestionActs } from './suggestionacts';

interface Props {
  row: CareRow;
  list: CareList;
  route: Route;
  go: Go;
  roles: readonly string[];
  closing: Closing;
  /** a language model is there */
  model: boolean;
}

// Where it counts when it was, or will be.
const timed: ReadonlySet<CareList> = new Set(['suggestions', 'waiting', 'scheduled', 'refused']);

/** An article on a list: why it is there, what to do next, and the act for that. */
export function Row(props: Props) {
  const { row, list, route, go, model } = props;
  const { article, other, sentences } = row;
  return (
    <li class="care-row" data-test="care-row" data-article={article.id}>
      <div class="care-row-head">
        <h3>
          <Link class="care-link" to={toArticle(route, article.id)} go={go} test="care-article">
            <span dir="auto" lang={article.locale || undefined}>
              {article.title || article.id}
            </span>
          </Link>
        </h3>
        <Chips status={article.status} hasDraft={false} />
        {article.locale && <span class="hint">{article.locale}</span>}
      </div>
      <p dir="auto">
        {row.why} {timed.has(list) && <span class="hint">{cw.byAt(row.by, moment(row.at, Date.now()))}</span>}
      </p>
      {sentences && other ? (
        <>
          <Sides of={[article, other]} sentences={sentences} route={route} go={go} />
          {model && <Explain one={article.id} other={other.id} title={article.title} />}
        </>
      ) : (
        row.detail && (
          <p class={row.suggestion || list === 'waiting' ? 'said' : 'care-detail'} dir="auto">
            {row.detail}
          </p>
        )
      )}
      {row.next && (
        <p class="care-next">
          <strong>{cw.next}</strong> <span dir="auto">{row.next}</span>
        </p>
      )}
      <Acts {...props} />
    </li>
  );
}

function Acts({ row, route, go, roles, closing }: Props) {
  const { article, other, suggestion } = row;
  const here = toArticle(route, article.id);
  return (
    <div class="care-acts">
      {other ? (
        <OpenBoth here={here} there={toArticle(route, other.id)} go={go} title={article.title} />
      ) : (
        <Link class="button" to={here} go={go} test="care-open">
          {cw.open}
          <span class="gone"> “{article.title}”</span>
        </Link>
      )}
      {suggestion && <SuggestionActs suggestion={suggestion} title={article.title} closing={closing} />}
      {suggestion?.conversation && may(roles, '/agent') && (
        <a class="button quiet-link" href={`/agent#${encodeURIComponent(suggestion.conversation)}`} data-test="care-conversation">
          {cw.conversation}
        </a>
      )}
    </div>
  );
}

function OpenBoth({ here, there, go, title }: { here: Route; there: Route; go: Go; title: string }) {
  const open = () => {
    window.open(address(there), '_blank', 'noopener');
    go(here);
  };
  return (
    <button type="button" title={cw.openBothHint} onClick={open} data-test="care-open-both">
      {cw.openBoth}
      <span class="gone">
        {' '}
        “{title}”. {cw.openBothHint}
      </span>
    </button>
  );
}
