import type { Notice } from './alerts';
import type { Console } from './console';
import { t as labels } from './labels';
import { t } from './strings';

/** What just happened, for eyes and for screen readers. */
export function Notices({ desk }: { desk: Console }) {
  const { alerts } = desk;
  const { notice } = alerts;
  return (
    <div class="notices">
      <p role="status" class="gone" data-test="announcer">
        {alerts.said}
      </p>
      <div role="status">{notice && !notice.bad && <Note desk={desk} notice={notice} look="good" />}</div>
      <div role="alert">{notice?.bad && <Note desk={desk} notice={notice} look="bad" />}</div>
    </div>
  );
}

function Note({ desk: { alerts }, notice, look }: { desk: Console; notice: Notice; look: string }) {
  const hold = () => alerts.hold(true);
  const free = () => alerts.hold(false);
  return (
    <div class={`toast ${look}`} data-test="notice" onPointerEnter={hold} onPointerLeave={free} onFocusIn={hold} onFocusOut={free}>
      <div class="toast-words">
        <p>{notice.text}</p>
        {notice.lines && notice.lines.length > 0 && (
          <ul tabIndex={0}>
            {notice.lines.map((line, i) => (
              <li key={i} dir="auto">
                {line}
              </li>
            ))}
          </ul>
        )}
      </div>
      {notice.undo && (
        <button
          type="button"
          onClick={() => {
            alerts.hush();
            notice.undo?.();
          }}
          data-test="undo"
        >
          {labels.undo}
        </button>
      )}
      <button type="button" class="quiet square" aria-label={t.close} onClick={() => alerts.hush()}>
        <span aria-hidden="true">✕</span>
      </button>
    </div>
  );
}
