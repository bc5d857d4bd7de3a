import { useEffect, useRef, useState } from 'preact/hooks';
import { byteLength } from '../shared/format';
import { Modal } from '../staff/modal';
import type { Console } from './console';
import { t } from './strings';

const maxCause = 200; // bytes, as the server allows

interface Props {
  desk: Console;
  conversation: string;
  close: () => void;
}

/** Asks for the cause and resolves the conversation. */
export function Resolve({ desk, conversation, close }: Props) {
  const [cause, setCause] = useState('');
  const [fault, setFault] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const choose = (name: string) => {
    setCause(name);
    setFault('');
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const words = cause.trim();
    if (!words || byteLength(words) > maxCause) {
      setFault(words ? t.causeLong : t.causeMissing);
      field.current?.focus();
      return;
    }
    void desk.act('resolve', conversation, words);
    close();
  };

  return (
    <Modal title={t.resolveTitle} close={t.close} onClose={close} test="resolve-dialog">
      <form onSubmit={submit}>
        <label for="cause">{t.cause}</label>
        <input
          id="cause"
          ref={field}
          autocomplete="off"
          dir="auto"
          value={cause}
          onInput={(event) => choose(event.currentTarget.value)}
          aria-invalid={fault ? 'true' : undefined}
          aria-describedby="cause-fault cause-hint"
          data-test="cause"
        />
        <p id="cause-fault" class="fault" role="alert">
          {fault}
        </p>
        <p id="cause-hint" class="hint">
          {t.causeHint}
        </p>
        {desk.causes.length > 0 && (
          <div class="suggestions" role="group" aria-label={t.suggestions}>
            {desk.causes.map((name) => (
              <button type="button" key={name} aria-pressed={name === cause} onClick={() => choose(name)} data-test="cause-suggestion">
                {name}
              </button>
            ))}
          </div>
        )}
        <div class="sheet-end">
          <button type="button" class="quiet" onClick={close}>
            {t.cancel}
          </button>
          <button type="submit" class="main" data-test="resolve-confirm">
            {t.resolveNow}
          </button>
        </div>
      </form>
    </Modal>
  );
}
