import { Modal } from '../staff/modal';
import type { Console } from './console';
import { t } from './labels';
import type { Outgoing } from './outbox';
import { t as strings } from './strings';
import { since } from './thread';

/** Asks before a reply with gaps is sent. */
export function GapsDialog({ gaps, close, send }: { gaps: string[]; close: () => void; send: () => void }) {
  return (
    <Modal title={t.gapsTitle} close={t.close} onClose={close} test="gaps-dialog">
      <p>
        {t.gapsText} {gaps.join(' ')}
      </p>
      <div class="sheet-end">
        <button type="button" class="quiet" onClick={send} data-test="gaps-send">
          {t.sendAnyway}
        </button>
        <button type="button" class="main" autofocus onClick={close} data-test="gaps-edit">
          {t.edit}
        </button>
      </div>
    </Modal>
  );
}

/** What the server asks before it takes a reply of this conversation. */
export function Question({ desk, conversation }: { desk: Console; conversation: string }) {
  const item = desk.outbox.asking(conversation);
  if (!item?.question) return null;
  // Back into the composer, before anything that was begun there meanwhile.
  const edit = (text = item.text) => {
    const begun = desk.drafts.get(`${conversation}.reply`);
    desk.outbox.discard(item.id);
    setTimeout(() => {
      if (item.original) desk.assist?.wording.resume(conversation, item.original, text);
      desk.draft('reply', begun ? `${text}\n${begun}` : text);
    });
  };
  const props = { item, edit, send: () => desk.outbox.confirm(item.id) };
  return item.question.code === 'newer' ? <Newer key={item.id} {...props} desk={desk} /> : <NeverSay key={item.id} {...props} />;
}

interface Props {
  item: Outgoing;
  edit: (text?: string) => void;
  send: () => void;
}

function NeverSay({ item, edit, send }: Props) {
  const warning = item.question?.warning;
  const better = warning?.alternative;
  // The alternative stands for the words that were found; if they cannot be seen, for all of it.
  const replaced = () => {
    if (!warning || !better) return item.text;
    return item.text.includes(warning.found) ? item.text.replace(warning.found, () => better) : better;
  };
  return (
    <Modal title={t.neverTitle} close={t.close} onClose={() => edit()} test="neversay-dialog">
      {warning && (
        <>
          <p dir="auto">
            {t.neverFound(warning.found)} {warning.reason}
          </p>
          {better && (
            <p dir="auto">
              <strong>{t.neverAlternative}</strong> {better}
            </p>
          )}
        </>
      )}
      <div class="sheet-end">
        <button type="button" class="quiet" onClick={send} data-test="neversay-send">
          {t.sendAnyway}
        </button>
        <button type="button" autofocus={!better} onClick={() => edit()} data-test="neversay-edit">
          {t.edit}
        </button>
        {better && (
          <button type="button" class="main" autofocus onClick={() => edit(replaced())} data-test="neversay-alternative">
            {t.useAlternative}
          </button>
        )}
      </div>
    </Modal>
  );
}

function Newer({ desk, item, edit, send }: Props & { desk: Console }) {
  const news = since(desk.thread()?.events ?? [], item.after, desk.me.name);
  const customer = desk.nameOf(item.conversation);
  return (
    <Modal title={t.newerTitle} close={t.close} onClose={() => edit()} test="newer-dialog">
      <p>{news.length > 0 ? t.newerText : t.newerNothing}</p>
      {news.map((event) => (
        <blockquote key={event.seq} dir="auto">
          {t.newerBy(strings.from(event.from, event.from === 'customer' ? customer : event.name), event.text ?? '')}
        </blockquote>
      ))}
      <p class="hint">{t.yourReply}</p>
      <blockquote dir="auto">{item.text}</blockquote>
      <div class="sheet-end">
        <button type="button" class="quiet" onClick={send} data-test="newer-send">
          {t.sendAnyway}
        </button>
        <button type="button" class="main" autofocus onClick={() => edit()} data-test="newer-edit">
          {t.edit}
        </button>
      </div>
    </Modal>
  );
}
