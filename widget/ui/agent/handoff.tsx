import { useEffect, useState } from 'preact/hooks';
import { Drafted } from './drafted';
import { handedBy } from './assist';
import { m } from './assistwords';
import type { Console } from './console';
import { lineID } from './entry';
import { t as labels } from './labels';
import { t } from './strings';
import type { Thread } from './thread';
import { handoffOf } from './thread';

const settled = 800; // ms for which a conversation is open before the model is asked: who only passes by asks nothing

/** Why a person was brought in and what the customer wants, above everything that was said. One line on phones. */
export function Why({ desk, thread }: { desk: Console; thread: Thread }) {
  const [whole, setWhole] = useState(false);
  const [noted, setNoted] = useState(false);
  const drafted = useSummary(desk, thread);
  const handoff = handoffOf(thread.events);
  if (!handoff || (!handoff.reason && !handoff.summary)) return null;
  return (
    <section class={whole ? 'why' : 'why folded'} aria-label={t.why} tabIndex={0} data-test="handoff">
      <div class="why-words">
        {handoff.reason && (
          <p>
            <strong>{t.why}:</strong> {labels.reason(handoff.reason)}
          </p>
        )}
        {handoff.summary && (
          <p>
            <strong>{t.summary}:</strong> {drafted && <span class="draft-mark">{m.draftMark}</span>}{' '}
            <span dir="auto" data-test="summary">
              {drafted ? drafted.text : handoff.summary}
            </span>
          </p>
        )}
        {drafted && (
          <div class="drafted-by" data-test="summary-drafted">
            <Drafted />
            <span class="hint">
              {(drafted.cites ?? []).length > 0 && m.restsOn} {(drafted.cites ?? []).map((seq) => (
                <See key={seq} seq={seq} />
              ))}
            </span>
            <button type="button" class="link" aria-expanded={noted} onClick={() => setNoted(!noted)} data-test="summary-extract">
              {noted ? m.noExtract : m.extract}
            </button>
          </div>
        )}
        {drafted && noted && (
          <p class="noted-text" dir="auto" data-test="summary-noted">
            {handoff.summary}
          </p>
        )}
      </div>
      <button type="button" class="quiet" aria-expanded={whole} onClick={() => setWhole(!whole)} data-test="handoff-whole">
        {whole ? t.less : t.all}
      </button>
    </section>
  );
}

/** The summary by the model, undefined until it is here; asked for while the conversation waits for a person or has one. */
function useSummary({ assist }: Console, { id, events, state }: Thread) {
  const handed = handedBy(events);
  const wanted = assist && handed > 0 && state?.status === 'open' && state.owner !== 'bot';
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => assist.summarise(id, handed), settled);
    return () => clearTimeout(timer);
  }, [wanted, id, handed]);
  const standing = assist?.summary(id, handed);
  return standing?.is === 'here' && standing.value.drafted ? standing.value : undefined;
}

/** The way to a message of the log. */
function See({ seq }: { seq: number }) {
  const go = () => {
    const line = document.getElementById(lineID(seq));
    line?.scrollIntoView({ block: 'center' });
    line?.focus({ preventScroll: true });
  };
  return (
    <button type="button" class="link message-link" aria-label={m.seeMessage(seq)} onClick={go} data-test="summary-message" data-seq={seq}>
      {seq}
    </button>
  );
}
