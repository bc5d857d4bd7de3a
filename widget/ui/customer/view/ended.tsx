// After a conversation was closed: how it went, the transcript, start again.
import type { Conversation } from '../conversation';
import { transcript } from '../transcript';
import { attempts, leaveButton } from './desk';
import type { Props } from './desk';
import { view } from './view';

/** What can be done with a closed conversation. */
export function Ended({ desk, conversation }: Props & { conversation: Conversation }) {
  const { session, site, t, locale } = desk;
  const { events, rated } = conversation;
  const save = () => {
    const text = transcript(events, site.title, t, locale);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = `${site.name}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const again = () => {
    session.begin();
    leaveButton();
  };
  return (
    <section class="card ended">
      {rated ? <p role="status">{rated > 2 ? t.rated : t.ratedLow}</p> : <Rating desk={desk} />}
      <div class="row">
        <button onClick={save}>{t.save}</button>
        <button onClick={again}>{t.again}</button>
      </div>
      <p class="muted">{t.reopenHint}</p>
    </section>
  );
}

const Rating = view<Props>((redraw) => {
  const asked = attempts(redraw);
  let score = 0;
  let text = '';
  return {
    draw({ desk: { session, t } }) {
      const send = async (event: SubmitEvent) => {
        event.preventDefault();
        if (await asked.run(session.ask({ type: 'rate', score, text: text.trim() || undefined }), t)) leaveButton();
      };
      const choose = (chosen: number) => {
        score = chosen;
        redraw();
      };
      return (
        <form onSubmit={send}>
          <fieldset>
            <legend>{t.rate}</legend>
            <div class="scores">
              {t.scores.map((name, i) => (
                <label key={i}>
                  <input type="radio" name="score" checked={score === i + 1} onChange={() => choose(i + 1)} />
                  <b>{i + 1}</b>
                  {name}
                </label>
              ))}
            </div>
          </fieldset>
          {score > 0 && (
            <>
              <label>
                {t.comment}
                <textarea rows={2} maxLength={500} dir="auto" onInput={(event) => (text = event.currentTarget.value)} />
              </label>
              <button class="primary">{t.sendRating}</button>
            </>
          )}
          <p role="alert" class="error">
            {asked.fault}
          </p>
        </form>
      );
    },
  };
});
