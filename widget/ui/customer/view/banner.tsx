// What is to be known about the connection: one line at the top of every screen.
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
      const { connection, brokenSince, limitedUntil } = session;
      const now = Date.now();
      const offline = !navigator.onLine;
      const broken = offline || (brokenSince > 0 && now - brokenSince >= patienceMillis);
      if (connection.name === 'stopped' && connection.code !== 1000) return <Stopped code={connection.code} t={t} />;
      if (broken) backUntil = now + backMillis;
      const wait = Math.ceil((limitedUntil - now) / 1000);
      const limited = !broken && wait > 0;
      const trouble = offline ? t.offline : broken ? t.reconnecting : limited && t.errors.rate_limited;
      const text = trouble || (backUntil > now && t.online);
      return (
        <div class={trouble ? 'banner warn' : text ? 'banner' : ''}>
          <span role="status">{text}</span>
          {limited && <b aria-hidden="true">{wait} s</b>}
        </div>
      );
    },
  };
});

function Stopped({ code, t }: { code: number; t: Props['desk']['t'] }) {
  const banned = code === (4502 satisfies typeof closeCode.banned);
  const erased = code === (4504 satisfies typeof closeCode.erased);
  return (
    <div class="banner warn">
      <span role="alert">{banned ? t.banned : erased ? t.erased : t.stopped}</span>
      {!banned && <button onClick={() => location.reload()}>{erased ? t.again : t.reload}</button>}
    </div>
  );
}
