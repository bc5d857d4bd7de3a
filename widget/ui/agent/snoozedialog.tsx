import { useState } from 'preact/hooks';
import { moment } from '../staff/clock';
import { Modal } from '../staff/modal';
import { End } from './choices';
import { t } from './labels';
import { asInput, fromInput, presets } from './snooze';

interface Props {
  what: string;
  close: () => void;
  /** ms since 1970; -1 until the customer writes */
  done: (until: number) => void;
}

/** Until when to put a conversation aside: one click for the usual times, or any other. */
export function SnoozeDialog({ what, close, done }: Props) {
  const now = Date.now();
  const [own, setOwn] = useState(() => asInput(now + 4 * 3_600_000));
  const [fault, setFault] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    const until = fromInput(own);
    if (until > Date.now()) done(until);
    else setFault(t.snoozePast);
  };
  return (
    <Modal title={t.snoozeTitle} close={t.close} onClose={close} test="snooze-dialog">
      {what && <p class="hint">{what}</p>}
      <p class="hint">{t.snoozeHint}</p>
      <div class="presets">
        {presets(now).map(({ name, until }) => (
          <button type="button" key={name} onClick={() => done(until)} data-test={`snooze-${name}`}>
            <span>{t.snoozePreset[name]}</span>
            {until > 0 && <span class="hint">{moment(until, now)}</span>}
          </button>
        ))}
      </div>
      <form onSubmit={submit}>
        <label for="snooze-own">{t.snoozeOwn}</label>
        <input
          id="snooze-own"
          type="datetime-local"
          min={asInput(now)}
          value={own}
          onInput={(event) => setOwn(event.currentTarget.value)}
          aria-invalid={fault ? 'true' : undefined}
          aria-describedby="snooze-fault"
          data-test="snooze-own"
        />
        <p class="fault" role="alert" id="snooze-fault">
          {fault}
        </p>
        <End cancel={t.cancel} onCancel={close} submit={t.snoozeNow} test="snooze-confirm" />
      </form>
    </Modal>
  );
}
