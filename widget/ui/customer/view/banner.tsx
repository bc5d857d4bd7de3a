// What is to be known about the connection: one line at the top of every screen.
import { createRef } from 'preact';
import type { closeCode } from '../../shared/wire';
import type { Props } from './desk';
import { view } from './view';

const patienceMillis = 2_000; // a loss shorter than this is nobody's business
const backMillis = 3_000;

/** The connection's line. It looks at the clock every second. */
export const Banner = view<Props>((redraw) => {
  let timer = 0;
  let backUntil = 0; // until when "connected again" is shown, ms since 1970
  return {
    shown: () => (timer = setInterval(redraw, 1000)),
    gone: () => clearInterval(timer),
    draw({ desk: { session, t } }) {
      const { connection, brokenSince, limitedUntil, stopped } = session;
      const now = Date.now();
      const offline = !navigator.onLine;
      const broken = offline || (brokenSince > 0 && now - brokenSince >= patienceMillis);
      if (stopped) return <Stopped code={stopped} t={t} />;
      if (broken) backUntil = now + backMillis;
      const until = !broken ? limitedUntil : connection.name === 'waiting' && !offline ? connection.retryAt : 0;
      const wait = Math.ceil((until - now) / 1000);
      const trouble = offline ? t.offline : broken ? t.reconnecting : wait > 0 && t.errors.rate_limited;
      const text = trouble || (backUntil > now && t.online);
      return (
        <div class={trouble ? 'banner warn' : text ? 'banner' : ''}>
          <span role="status">{text}</span>
          {wait > 0 && <b aria-hidden="true">{wait} s</b>}
        </div>
      );
    },
  };
});

/** The end of the connection. What the customer was at, such as the composer, has gone: the way out has the focus. */
const Stopped = view<{ code: number; t: Props['desk']['t'] }>(() => {
  const button = createRef<HTMLButtonElement>();
  return {
    shown() {
      if (document.activeElement === document.body && document.hasFocus()) button.current?.focus();
    },
    draw({ code, t }) {
      const banned = code === (4502 satisfies typeof closeCode.banned);
      const erased = code === (4504 satisfies typeof closeCode.erased);
      return (
        <div class="banner warn">
          <span role="alert">{banned ? t.banned : erased ? t.erased : t.stopped}</span>
          {!banned && (
            <button ref={button} onClick={() => location.reload()}>
              {erased ? t.again : t.reload}
            </button>
          )}
        </div>
      );
    },
  };
});
