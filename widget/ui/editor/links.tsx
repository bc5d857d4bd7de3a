import { useEffect, useRef, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../staff/call';
import type { LinkState } from './strings-writing';
import { w } from './strings-writing';

/** A link of the text, as the server found it. */
export interface CheckedLink {
  href: string;
  text: string;
  state: LinkState;
  /** more about it, "" if there is nothing to say */
  detail: string;
}

/** The links of a text and their check. */
export interface Links {
  /** null until they are checked */
  links: CheckedLink[] | null;
  busy: boolean;
  fault: string;
  check: () => void;
}

/** How many links are to be mended. */
export function toMend(links: CheckedLink[]): number {
  return links.filter(({ state }) => state !== 'ok' && state !== 'unchecked').length;
}

/** Reports whether a text may have links; the server reads it properly. */
export function mayLink(body: string): boolean {
  return /\]\(|\]\[|\]:|https?:|www\./i.test(body);
}

/** Checks the links of the body when asked, and whenever savedAt changes. */
export function useLinks(body: string, savedAt: number): Links {
  const [links, setLinks] = useState<CheckedLink[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const stop = useRef<AbortController | null>(null);
  const check = async () => {
    stop.current?.abort();
    const mine = (stop.current = new AbortController());
    setBusy(true);
    setFault('');
    try {
      setLinks((await call<{ links: CheckedLink[] | null }>('POST', '/api/editor/links', { body }, mine.signal)).links ?? []);
    } catch (refused) {
      if (aborted(refused)) return;
      setFault(sentence(refused));
    }
    setBusy(false);
  };
  useEffect(() => {
    if (savedAt > 0) {
      if (mayLink(body)) void check();
      else setLinks([]);
    }
    return () => stop.current?.abort();
  }, [savedAt]);
  return { links, busy, fault, check: () => void check() };
}

/** The links with their state and what to do about each. On phones the rows become cards; with their roles said they stay a table for screen readers. */
export function LinksSection({ links: { links, busy, fault, check } }: { links: Links }) {
  return (
    <div class="stack" data-test="links" data-state={busy ? 'checking' : links ? 'ready' : 'idle'}>
      <p class="hint">{w.linksIntro}</p>
      <button type="button" aria-disabled={busy} onClick={() => !busy && check()} data-test="check-links">
        {busy ? w.checkingLinks : w.checkLinks}
      </button>
      <p class="fault" role="alert">
        {fault}
      </p>
      <p role="status" data-test="links-done">
        {links && !busy && (links.length === 0 ? w.noLinks : w.linksDone(links.length, toMend(links), links.filter(({ state }) => state === 'unchecked').length))}
      </p>
      {links && links.length > 0 && (
        <table class="articles folding" role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">
                {w.columnLink}
              </th>
              <th scope="col" role="columnheader">
                {w.columnState}
              </th>
              <th scope="col" role="columnheader">
                {w.columnNext}
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {links.map((link, i) => (
              <tr key={i} role="row">
                <th scope="row" role="rowheader">
                  <span dir="auto">{link.text}</span> <span class="hint">{link.href}</span>
                </th>
                <td role="cell" data-label={w.columnState}>
                  <span class={`chip ${looks[link.state]}`}>{w.linkState(link.state)}</span>
                </td>
                <td role="cell" data-label={w.linkStep(link.state) && w.columnNext}>
                  {w.linkStep(link.state)} {tells[link.state] && link.detail && <span class="hint">{link.detail}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

// The words of the state say it all for the others.
const tells: Partial<Record<LinkState, boolean>> = { dead: true, unchecked: true };

const looks: Record<LinkState, string> = { ok: 'good', missing: 'urgent', withdrawn: 'urgent', draft: 'high', dead: 'urgent', unchecked: '' };
