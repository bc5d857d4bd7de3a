import type { Console } from './console';
import type { Outgoing } from './outbox';
import { t } from './strings';
import { WrittenAs } from './translated';

/** A text that is on its way. */
export function Outbound({ item, desk }: { item: Outgoing; desk: Console }) {
  const stuck = item.state === 'slow' || item.state === 'failed';
  return (
    <li class={`message ${item.mode === 'note' ? 'note' : 'agent'} going`} data-test="outgoing" data-state={item.state}>
      <p class="by">
        {item.mode === 'note' && <span class="chip">{t.note}</span>} <span>{t.you}</span>
      </p>
      <div class="bubble" dir="auto">
        {item.text}
      </div>
      {item.original && <WrittenAs words={item.original} />}
      {!stuck && <p class="hint">{item.state === 'sent' ? t.sent : t.sending}</p>}
      {stuck && (
        <p class="fault" role="alert">
          {item.state === 'failed' && `${t.failed} `}
          {item.why}{' '}
          <button type="button" onClick={() => desk.outbox.retry(item.id)} data-test="retry">
            {t.retry}
          </button>{' '}
          {item.state === 'failed' && (
            <button type="button" class="quiet" onClick={() => desk.outbox.discard(item.id)} data-test="discard">
              {t.discard}
            </button>
          )}
        </p>
      )}
    </li>
  );
}
