import { useEffect, useState } from 'preact/hooks';
import { aborted, call } from '../../staff/call';
import { Link } from '../link';
import type { Go } from '../route';
import { address, allGaps, home } from '../route';
import { count } from './words';

const interval = 2_000; // ms between looks
const patience = 40_000; // ms until it is given up

/** A gap of an article, and how many of its questions are answered. */
export interface GapNow {
  id: string;
  title: string;
  state: 'open' | 'reopened' | 'closed' | 'dismissed';
  asked: number;
  answered: number;
  /** when its questions were asked again last, ms since 1970; 0 if never */
  checked_at: number;
}

interface Props {
  /** id */
  article: string;
  /** when it was published, ms since 1970 by the server's clock (the answer's "updated") */
  since: number;
  /** stays on the page when the gap is opened */
  go?: Go;
}

const t = {
  asking: 'Asking the questions of its gap again…',
  late: 'The questions of its gap are not asked again yet. The gap’s page shows when they are.',
};

/** What became of the questions of a gap, in a sentence. */
export function outcomeOf({ title, state, asked, answered }: GapNow): string {
  const open = asked - answered;
  const said = `${answered} of ${count(asked, 'question')} of the gap “${title}” ${answered === 1 ? 'is' : 'are'} answered now`;
  if (asked === 0) return `The gap “${title}” has no question to ask again.`;
  if (state === 'closed') return `${said}; the gap is closed.`;
  return open > 0 ? `${said}; ${open} ${open === 1 ? 'is' : 'are'} still open.` : `${said}.`;
}

/** What became of the gaps that the article was written for: nothing if there are none. */
export function GapsAnswered({ article, since, go }: Props) {
  const { gaps, late } = useGaps(article, since);
  const waiting = gaps.some((gap) => gap.checked_at < since);
  if (gaps.length === 0) return <div role="status" data-test="gaps-answered" />;
  return (
    <div role="status" data-test="gaps-answered" data-state={!waiting ? 'ready' : late ? 'late' : 'waiting'}>
      {waiting && <p class="hint">{late ? t.late : t.asking}</p>}
      {gaps
        .filter((gap) => gap.checked_at >= since)
        .map((gap) => (
          <p key={gap.id} class={gap.state === 'closed' ? 'notice good' : 'notice'}>
            {outcomeOf(gap)} <GapLink id={gap.id} go={go} />
          </p>
        ))}
    </div>
  );
}

function GapLink({ id, go }: { id: string; go: Go | undefined }) {
  const to = { ...home, gaps: { ...allGaps, id } };
  const words = 'See the gap';
  return go ? (
    <Link class="" to={to} go={go} test="answered-gap">
      {words}
    </Link>
  ) : (
    <a href={address(to)} data-test="answered-gap">
      {words}
    </a>
  );
}

/** Looks until every gap was checked after the time, or for so long at most. What fails is tried again. */
function useGaps(article: string, since: number): { gaps: GapNow[]; late: boolean } {
  const [gaps, setGaps] = useState<GapNow[]>([]);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const until = Date.now() + patience;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setGaps([]);
    setLate(false);
    const look = async () => {
      try {
        const query = new URLSearchParams({ id: article });
        const answer = await call<{ gaps: GapNow[] | null }>('GET', `/api/editor/article/gaps?${query}`, undefined, stop.signal);
        const found = answer.gaps ?? [];
        setGaps(found);
        if (found.every((gap) => gap.checked_at >= since)) return;
      } catch (refused) {
        if (aborted(refused)) return;
      }
      if (Date.now() < until) timer = setTimeout(look, interval);
      else setLate(true);
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [article, since]);
  return { gaps, late };
}
