// What is true of the conversation now, in the server's words, and an address to answer at.
import { attempts, enterField, leaveButton } from './desk';
import type { Props } from './desk';
import { view } from './view';

/** Place, expected wait, or the truth that nobody is there; who waits for a person can leave an address. */
export const Queue = view<Props>((redraw) => {
  let wanted = false;
  const want = (wants: boolean) => {
    wanted = wants;
    redraw();
  };
  return {
    draw({ desk }) {
      const { session, t } = desk;
      const { state, ended, expired } = session.conversation ?? {};
      const { line, ask, owner, email } = state ?? {};
      const waits = ask || expired || (owner === 'queue' && !ended);
      return (
        <section class={line || waits ? 'queue' : ''}>
          <p role="status" dir="auto">
            {line}
          </p>
          {waits &&
            (wanted || ((ask || expired) && !email) ? (
              <Contact desk={desk} done={() => want(false)} />
            ) : (
              <button
                class="plain"
                onClick={() => {
                  want(true);
                  enterField('[type=email]');
                }}
              >
                {email ? t.change : t.byEmail}
              </button>
            ))}
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
        } else if (await asked.run(session.ask({ type: 'contact', email: email.trim(), name }), t)) {
          leaveButton();
          done();
        }
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
