import { useState } from 'preact/hooks';
import { Modal } from '../staff/modal';
import { End } from './choices';
import type { Console } from './console';
import { t } from './labels';
import { asInput, fromInput, presets } from './snooze';

interface Props {
  desk: Console;
  conversation: string;
  close: () => void;
}

/** Records what the customer may expect by when. */
export function PromiseDialog({ desk, conversation, close }: Props) {
  const offer = desk.offers.of(conversation);
  const [text, setText] = useState(offer?.text ?? '');
  const [due, setDue] = useState(() => asInput(offer?.due ?? presets(Date.now()).find(({ name }) => name === 'tomorrow')?.until ?? Date.now()));
  const [fault, setFault] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    const until = fromInput(due);
    if (!text.trim()) setFault(t.promiseMissing);
    else if (!(until > Date.now())) setFault(t.snoozePast);
    else {
      void record(desk, conversation, text.trim(), until);
      close();
    }
  };
  return (
    <Modal title={t.promiseTitle} close={t.close} onClose={close} test="promise-dialog">
      <form onSubmit={submit}>
        <p class="hint">{t.promiseHint}</p>
        <label for="promise-text">{t.promiseText}</label>
        <input
          id="promise-text"
          autofocus
          autocomplete="off"
          dir="auto"
          maxLength={500}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          aria-describedby="promise-fault"
          data-test="promise-text"
        />
        <label for="promise-due">{t.promiseDue}</label>
        <input
          id="promise-due"
          type="datetime-local"
          min={asInput(Date.now())}
          value={due}
          onInput={(event) => setDue(event.currentTarget.value)}
          aria-describedby="promise-fault"
          data-test="promise-due"
        />
        <p class="fault" role="alert" id="promise-fault">
          {fault}
        </p>
        <End cancel={t.cancel} onCancel={close} submit={t.promiseNow} test="promise-confirm" />
      </form>
    </Modal>
  );
}

/** Records a promise; what was offered is answered by that. */
export async function record(desk: Console, conversation: string, text: string, until: number): Promise<void> {
  if (await desk.acts.run({ type: 'promise', text, until }, conversation)) desk.offers.drop(conversation);
}
