// The conversation: log, what is true of it now, composer.
import { Composer } from './composer';
import { attempts, leaveButton } from './desk';
import type { Props } from './desk';
import { Ended } from './ended';
import { Icon } from './icon';
import { Log } from './log';
import { Queue } from './queue';
import { view } from './view';

/** The screen of the current conversation. */
export function Chat({ desk }: Props) {
  const { session, t } = desk;
  const { conversation } = session;
  const ended = conversation?.ended;
  const owner = conversation?.state?.owner ?? 'bot';
  return (
    <div class="chat">
      <h1 class="hidden">{t.conversation}</h1>
      <Log desk={desk}>{ended && <Ended desk={desk} conversation={conversation} />}</Log>
      {!session.stopped && (
        <>
          {!ended && owner === 'bot' && <Person desk={desk} />}
          <Queue desk={desk} />
          <Composer desk={desk} />
        </>
      )}
    </div>
  );
}

/** The button that is always there while the bot answers. */
const Person = view<Props>((redraw) => {
  const asked = attempts(redraw);
  let asking = false;
  return {
    draw({ desk: { session, t } }) {
      const ask = async () => {
        if (asking) return;
        asking = true;
        redraw();
        if (await asked.run(session.askPerson(t.personText), t)) leaveButton();
        asking = false;
        redraw();
      };
      return (
        <div class="ask">
          <button aria-disabled={asking} onClick={ask}>
            <Icon name="person" />
            {t.person}
          </button>
          <p role="alert" class="error">
            {asked.fault}
          </p>
        </div>
      );
    },
  };
});
