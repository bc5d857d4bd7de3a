import type { Console } from './console';
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
      <div role="status">{notice && !notice.bad && <Note text={notice.text} look="good" hush={() => alerts.hush()} />}</div>
      <div role="alert">{notice?.bad && <Note text={notice.text} look="bad" hush={() => alerts.hush()} />}</div>
    </div>
  );
}

function Note({ text, look, hush }: { text: string; look: string; hush: () => void }) {
  return (
    <p class={`toast ${look}`} data-test="notice">
      {text}
      <button type="button" class="quiet square" aria-label={t.close} onClick={hush}>
        <span aria-hidden="true">✕</span>
      </button>
    </p>
  );
}
