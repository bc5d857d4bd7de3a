import { Modal } from '../staff/modal';
import { CannedPicker } from './canned';
import type { About } from './commands';
import type { Console } from './console';
import { t } from './labels';
import { Merge } from './merge';
import { PeopleDialog, PriorityDialog } from './pickdialogs';
import { PromiseDialog } from './promisedialog';
import { Resolve } from './resolve';
import { SnoozeDialog } from './snoozedialog';
import { Transfer } from './transfer';
import type { Act } from './verbs';
import { WordDialog } from './worddialog';

interface Props {
  name: About;
  desk: Console;
  conversation: string;
  close: () => void;
  openPlaybook: (id: string) => void;
}

/** The dialogs about one conversation. */
export function AboutConversation({ name, desk, conversation, close, openPlaybook }: Props) {
  const act = (what: Act) => {
    close();
    void desk.acts.run(what, conversation);
  };
  const common = { desk, conversation, close };
  const state = desk.thread()?.state;
  switch (name) {
    case 'resolve':
      return <Resolve {...common} />;
    case 'transfer':
      return <Transfer {...common} />;
    case 'promise':
      return <PromiseDialog {...common} />;
    case 'merge':
      return <Merge {...common} />;
    case 'canned':
      return <CannedPicker desk={desk} close={close} openPlaybook={openPlaybook} />;
    case 'assign':
      return <PeopleDialog desk={desk} what="" close={close} done={(to) => act({ type: 'assign', to })} />;
    case 'priority':
      return <PriorityDialog what="" now={state?.priority ?? 'normal'} close={close} done={(priority) => act({ type: 'priority', priority })} />;
    case 'snooze':
      return <SnoozeDialog what="" close={close} done={(until) => act({ type: 'snooze', until })} />;
    case 'followup':
      return (
        <WordDialog
          title={t.followUpTitle}
          label={t.followUpLabel}
          submit={t.followUpNow}
          test="followup"
          close={close}
          done={(text) => act({ type: 'followup', text })}
        />
      );
    case 'takeover':
      return <TakeOver name={state?.agent ?? ''} close={close} done={() => act({ type: 'takeover' })} />;
  }
}

/** Asks before a conversation is taken from a colleague. */
function TakeOver({ name, close, done }: { name: string; close: () => void; done: () => void }) {
  return (
    <Modal title={t.takeOverTitle} close={t.close} onClose={close} test="takeover-dialog">
      <p dir="auto">{t.takeOverText(name)}</p>
      <div class="sheet-end">
        <button type="button" class="quiet" autofocus onClick={close} data-test="takeover-cancel">
          {t.cancel}
        </button>
        <button type="button" class="main" onClick={done} data-test="takeover-confirm">
          {t.takeOver}
        </button>
      </div>
    </Modal>
  );
}
