// One gap: what was asked, what it cost, and what can be done about it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal, aborted, call, sentence } from '../staff/call';
import { giveAlong } from './along';
import { Examples } from './gapexamples';
import { GapFigures, StateChips, wordsOf } from './gapfigures';
import type { Gap, GapDetail, Rechecked } from './gapjson';
import { g, recheckWords } from './gapwords';
import { Later } from './later';
import { Link } from './link';
import type { GapPlace, Go, Route } from './route';
import { toArticle } from './route';
import { t } from './strings';

interface Props {
  route: Route;
  place: GapPlace;
  go: Go;
  arrived: boolean;
  /** a language model is there */
  model: boolean;
}

const assistPages = () => import('./assist/pages');

type Busy = '' | 'rechecking' | 'changing';

/** A gap on the screen, and what the server does about it. */
interface Shown {
  detail: GapDetail | null;
  busy: Busy;
  fault: string;
  /** what went well, to tell */
  done: string;
  /** this page has just dismissed it */
  dismissed: boolean;
  recheck: () => void;
  dismiss: () => void;
  reopen: () => void;
}

function useGap({ id, days }: GapPlace): Shown {
  const [detail, setDetail] = useState<GapDetail | null>(null);
  const [busy, setBusy] = useState<Busy>('');
  const [fault, setFault] = useState('');
  const [done, setDone] = useState('');
  const [dismissed, setDismissed] = useState(false);
  const working = useRef(false);

  const refuse = (refused: unknown) => {
    if (aborted(refused)) return;
    setFault(refused instanceof Refusal && refused.status === 404 ? g.missing : sentence(refused));
  };
  useEffect(() => {
    const stop = new AbortController();
    call<GapDetail>('GET', `/api/editor/gap?${new URLSearchParams({ id, days: String(days) })}`, undefined, stop.signal).then(setDetail, refuse);
    return () => stop.abort();
  }, []);

  /** Does one thing at a time; the work says what has changed and what to tell. */
  const during = async (what: Busy, work: (gap: Gap) => Promise<{ changed: Partial<Gap>; tell: string }>) => {
    if (!detail || working.current) return;
    working.current = true;
    setBusy(what);
    setFault('');
    setDone('');
    setDismissed(false);
    try {
      const { changed, tell } = await work(detail.gap);
      setDetail({ ...detail, gap: { ...detail.gap, ...changed } });
      setDone(tell);
      setDismissed(changed.state === 'dismissed');
    } catch (refused) {
      refuse(refused);
    } finally {
      working.current = false;
      setBusy('');
    }
  };
  const recheck = () =>
    during('rechecking', async (gap) => {
      const result = await call<Rechecked>('POST', '/api/editor/gap/recheck', { id: gap.id });
      return { changed: { ...result, checked: Date.now() }, tell: recheckWords(gap.state, result) };
    });
  const dismiss = () =>
    during('changing', async (gap) => {
      await call('POST', '/api/editor/gap/dismiss', { id: gap.id });
      return { changed: { state: 'dismissed' }, tell: g.dismissed };
    });
  const reopen = () =>
    during('changing', async (gap) => {
      await call('POST', '/api/editor/gap/reopen', { id: gap.id });
      return { changed: { state: 'reopened' }, tell: g.reopened };
    });
  return { detail, busy, fault, done, dismissed, recheck: () => void recheck(), dismiss: () => void dismiss(), reopen: () => void reopen() };
}

/** One gap, with its examples. */
export function GapPage({ route, place, go, arrived, model }: Props) {
  const shown = useGap(place);
  const { detail, fault, done } = shown;
  const heading = useRef<HTMLHeadingElement>(null);
  const title = detail ? wordsOf(detail.gap) : g.title;
  useEffect(() => {
    document.title = `${title} · ${t.bar.product}`;
  }, [title]);
  // When the heading says what this is; not if somebody has moved the focus meanwhile.
  const settled = detail !== null || fault !== '';
  useEffect(() => {
    if (arrived && settled && document.activeElement === document.body) heading.current?.focus();
  }, [settled]);
  return (
    <main class="editor-article" data-test="gap" data-state={detail ? 'ready' : fault ? 'failed' : 'loading'}>
      <div class="article-head">
        <Link class="back-link" to={{ ...route, gaps: { ...place, id: '' } }} go={go} test="all-gaps">
          <span aria-hidden="true" class="flip">
            ←
          </span>{' '}
          {g.allGaps}
        </Link>
        <div class="article-title">
          <h2 tabIndex={-1} ref={heading} dir="auto" lang={detail?.gap.locale || undefined}>
            {title}
          </h2>
          {detail && <StateChips gap={detail.gap} />}
        </div>
        {detail && <Actions detail={detail} shown={shown} route={route} go={go} model={model} />}
        <div class="messages">
          <div role="alert" data-test="fault">
            {fault && <p class="notice bad">{fault}</p>}
          </div>
          <div role="status" data-test="gap-done">
            {done && <p class="notice good">{done}</p>}
            {!detail && !fault && <p>{g.loading}</p>}
          </div>
        </div>
      </div>
      {detail && (
        <>
          <p class="hint">{detail.draft.body ? g.writeHint : g.writeEmpty}</p>
          <GapFigures gap={detail.gap} days={place.days} />
          <Examples examples={detail.examples ?? []} route={route} go={go} />
        </>
      )}
    </main>
  );
}

function Actions({ detail, shown, route, go, model }: { detail: GapDetail; shown: Shown; route: Route; go: Go; model: boolean }) {
  const { gap, draft } = detail;
  const { busy, dismissed } = shown;
  const off = busy === '' ? undefined : 'true';
  const waits = gap.state === 'open' || gap.state === 'reopened';
  const write = () => {
    giveAlong(gap.id, gap.locale, draft);
    go(toArticle(route, ''));
  };
  // The buttons stay while they work, and the last one in its place, so that the focus does too.
  return (
    <div class="actions gap-actions">
      <button type="button" aria-disabled={off} onClick={shown.recheck} data-test="gap-recheck">
        {busy === 'rechecking' ? g.rechecking : g.recheck}
      </button>
      <button
        type="button"
        aria-disabled={off}
        onClick={waits ? shown.dismiss : shown.reopen}
        data-test={waits ? 'gap-dismiss' : 'gap-reopen'}
      >
        {waits ? g.dismiss : dismissed ? g.undo : g.reopen}
      </button>
      <button type="button" class={gap.article ? '' : 'main'} onClick={write} data-test="gap-write">
        {gap.article ? g.writeAnother : g.write}
      </button>
      {model && <Later inside load={assistPages} show={({ DraftArticle }) => <DraftArticle gap={gap} write={() => go(toArticle(route, ''))} />} />}
      {gap.article && (
        <Link class="button main" to={toArticle(route, gap.article)} go={go} test="gap-article">
          {g.openArticle}
        </Link>
      )}
    </div>
  );
}
