import { useState } from 'preact/hooks';
import { Modal } from '../staff/modal';
import { End } from './choices';
import { t } from './labels';

interface Props {
  title: string;
  label: string;
  submit: string;
  /** explains what will happen */
  hint?: string;
  test: string;
  close: () => void;
  done: (words: string) => void;
}

/** Asks for a few words before something is done: why somebody is blocked, what came of a rating. */
export function WordDialog({ title, label, submit, hint, test, close, done }: Props) {
  const [words, setWords] = useState('');
  const [fault, setFault] = useState('');
  const send = (event: Event) => {
    event.preventDefault();
    if (words.trim()) done(words.trim());
    else setFault(t.saySomething);
  };
  return (
    <Modal title={title} close={t.close} onClose={close} test={`${test}-dialog`}>
      <form onSubmit={send}>
        {hint && (
          <p class="hint" dir="auto">
            {hint}
          </p>
        )}
        <label for="words">{label}</label>
        <textarea
          id="words"
          rows={3}
          dir="auto"
          autofocus
          maxLength={500}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
          aria-invalid={fault ? 'true' : undefined}
          aria-describedby="words-fault"
          data-test={`${test}-words`}
        />
        <p class="fault" role="alert" id="words-fault">
          {fault}
        </p>
        <End cancel={t.cancel} onCancel={close} submit={submit} test={`${test}-confirm`} />
      </form>
    </Modal>
  );
}
