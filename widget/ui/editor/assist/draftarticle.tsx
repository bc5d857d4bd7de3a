import { useEffect } from 'preact/hooks';
import { call } from '../../staff/call';
import { giveAlong } from '../along';
import { useAsked } from '../check/asked';
import type { Gap } from '../gapjson';
import type { DraftedArticle } from './assistjson';
import { packed } from './doubt';
import { a } from './words';

/** Has a model draft an article for the gap. The draft goes into the form of a new article; it is not saved. */
export function DraftArticle({ gap, write }: { gap: Gap; write: () => void }) {
  const { result, busy, fault, ask, stop } = useAsked<DraftedArticle>(gap.id, (signal) =>
    call('POST', '/api/editor/assist/article', { gap: gap.id }, signal),
  );
  useEffect(() => {
    if (!result) return;
    const { title, body, phrasings, doubts } = result;
    giveAlong(gap.id, gap.locale, { title, body, phrasings }, packed(doubts ?? [], body));
    write();
  }, [result]);
  // The same button, so that the focus stays on it.
  return (
    <>
      <button type="button" aria-busy={busy} onClick={busy ? stop : ask} data-test="gap-draft">
        {busy ? a.stop : a.draftArticle}
      </button>
      <p role="status" class={fault ? 'fault' : 'hint'} data-test="gap-draft-said">
        {busy ? a.asking : fault}
      </p>
    </>
  );
}
