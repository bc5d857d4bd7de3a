// A message of the customer that is not yet part of the log.
import type { Item } from '../outbox';
import { enterField, errorText, leaveButton } from './desk';
import type { Props } from './desk';

/** One message on its way, with what became of it. */
export function Pending({ desk, item }: Props & { item: Item }) {
  const { session, t, draft, setDraft } = desk;
  const { id, text, progress, error } = item;
  const failed = session.outbox.failed(item);
  const refused = progress === 'refused';
  const retry = () => {
    session.socket.wake();
    session.outbox.retry(item);
    leaveButton();
  };
  const takeBack = () => {
    session.outbox.remove([id]);
    setDraft(draft ? `${draft}\n${text}` : text);
    enterField('.composer textarea');
  };
  return (
    <li class="message mine">
      <p class="hidden">{t.you}</p>
      <div class="bubble" dir="auto">
        {text}
      </div>
      {!failed && <p class="muted">{progress === 'sent' ? t.sent : t.sending}</p>}
      <p role="alert" class="error">
        {failed && `${t.notSent} ${error ? errorText(error, t) : ''}`}
      </p>
      {failed && (
        <div class="row">
          <button onClick={retry}>{t.resend}</button>
          {refused && <button onClick={takeBack}>{t.edit}</button>}
        </div>
      )}
    </li>
  );
}
