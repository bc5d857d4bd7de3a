import { useState } from 'preact/hooks';
import { moment } from '../staff/clock';
import { Modal } from '../staff/modal';
import { Choices, End } from './choices';
import type { Console } from './console';
import { t } from './labels';

interface Props {
  desk: Console;
  conversation: string;
  close: () => void;
}

/** Puts the conversation together with another one of the same customer. */
export function Merge({ desk, conversation, close }: Props) {
  const [into, setInto] = useState('');
  const [fault, setFault] = useState('');
  const others = (desk.shelf.knowledge?.conversations ?? []).filter((each) => each.status === 'open');
  const options = others.map((each) => ({ value: each.id, name: each.snippet || each.id, more: moment(each.updated, Date.now()) }));
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!into) {
      setFault(t.mergeMissing);
      return;
    }
    close();
    if (await desk.acts.run({ type: 'merge', into }, conversation)) desk.select(into);
  };
  if (options.length === 0) return <Alone close={close} />;
  return (
    <Modal title={t.mergeTitle} close={t.close} onClose={close} test="merge-dialog">
      <form onSubmit={(event) => void submit(event)}>
        <p class="hint">{t.mergeHint}</p>
        <Choices title={t.mergeMissing} options={options} value={into} choose={setInto} test="merge-into" first />
        <p class="fault" role="alert">
          {fault}
        </p>
        <End cancel={t.cancel} onCancel={close} submit={t.mergeNow} test="merge-confirm" />
      </form>
    </Modal>
  );
}

/** Says that there is nothing to put it together with. */
function Alone({ close }: { close: () => void }) {
  return (
    <Modal title={t.mergeTitle} close={t.close} onClose={close} test="merge-dialog">
      <p data-test="merge-none">{t.mergeNone}</p>
      <div class="sheet-end">
        <button type="button" class="main" onClick={close} data-test="merge-confirm-cancel">
          {t.close}
        </button>
      </div>
    </Modal>
  );
}
