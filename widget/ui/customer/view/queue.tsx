// What is true while the customer waits for a person.
import { attempts } from './desk';
import type { Props } from './desk';
import { view } from './view';

/** Place in the queue, or the truth that nobody is there; an address can be left for both. */
export const Queue = view<Props>((redraw) => {
  let wanted = false;
  const want = (wants: boolean) => {
    wanted = wants;
    redraw();
  };
  return {
    draw({ desk }) {
      const { session, site, t } = desk;
      const { staffed, place = 1, waiting = 0, email } = session.conversation?.state ?? {};
      return (
        <section class="queue" aria-label={t.queued}>
          <div role="status" dir="auto">
            {staffed ? (
              <p>
                <b>{t.queued}</b> {t.place(place)} {t.waiting(Math.max(waiting, place))}
              </p>
            ) : (
              <p>
                {!email && t.nobody} {site.hours && t.hours(site.hours)}
              </p>
            )}
            <p>{email && t.willWrite(email)}</p>
          </div>
          {wanted || (!staffed && !email) ? (
            <Contact desk={desk} done={() => want(false)} />
          ) : (
            <button class="plain" onClick={() => want(true)}>
              {email ? t.change : t.byEmail}
            </button>
          )}
        </section>
      );
    },
  };
});

const Contact = view<Props & { done: () => void }>((redraw, { desk: { session, identity } }) => {
  const asked = attempts(redraw);
  let email = session.conversation?.state?.email || identity.email || '';
  let name = identity.name || undefined;
  return {
    draw({ desk: { t }, done }) {
      const leave = async (event: SubmitEvent) => {
        event.preventDefault();
        if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())) {
          asked.fault = t.badEmail;
          redraw();
        } else if (await asked.run(session.ask({ type: 'contact', email: email.trim(), name }), t)) done();
      };
      return (
        <form noValidate onSubmit={leave}>
          <label>
            {t.email}
            <input
              type="email"
              value={email}
              autocomplete="email"
              dir="ltr"
              aria-invalid={!!asked.fault}
              aria-describedby="fault"
              onInput={(event) => (email = event.currentTarget.value)}
            />
          </label>
          <p role="alert" id="fault" class="error">
            {asked.fault}
          </p>
          <label>
            {t.name}
            <input
              value={name}
              autocomplete="name"
              dir="auto"
              onInput={(event) => (name = event.currentTarget.value.trim() || undefined)}
            />
          </label>
          <button class="primary">{t.leave}</button>
        </form>
      );
    },
  };
});
