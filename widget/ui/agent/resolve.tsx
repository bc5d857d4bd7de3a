import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { byteLength } from '../shared/format';
import { Modal } from '../staff/modal';
import type { CauseLine } from './causes';
import { findCauses } from './causes';
import { End } from './choices';
import type { Console } from './console';
import { t as labels } from './labels';
import { PromiseList } from './promises';
import { t } from './strings';
import { owed, promisesOf } from './thread';

const maxCause = 200; // bytes, as the server allows

interface Props {
  desk: Console;
  conversation: string;
  close: () => void;
}

/** Resolves the conversation: first what is still promised, then the cause. */
export function Resolve({ desk, conversation, close }: Props) {
  const open = promisesOf(desk.thread()?.events ?? []).filter(owed);
  if (open.length > 0) {
    return (
      <Modal title={labels.resolvePromises} close={t.close} onClose={close} test="resolve-dialog">
        <p>{labels.resolvePromisesText}</p>
        <PromiseList desk={desk} conversation={conversation} promises={open} />
      </Modal>
    );
  }
  const done = (cause: string) => {
    void desk.acts.run({ type: 'resolve', cause }, conversation);
    close();
  };
  return <CauseDialog desk={desk} what="" suggested={desk.shelf.suggestion?.causes ?? []} close={close} done={done} />;
}

interface CauseProps {
  desk: Console;
  what: string;
  /** paths that may fit, or words that colleagues have used */
  suggested: readonly string[];
  close: () => void;
  done: (cause: string) => void;
}

/** Asks for the cause: out of the tree, found by words, or in one's own words. */
export function CauseDialog({ desk, what, suggested, close, done }: CauseProps) {
  const [words, setWords] = useState('');
  const [picked, setPicked] = useState(''); // path
  const [fault, setFault] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    void desk.shelf.refresh();
  }, []);
  const { causes } = desk.shelf;
  const found = useMemo(() => findCauses(causes, picked ? '' : words), [causes, words, picked]);

  const pick = (line: CauseLine) => {
    setPicked(line.path);
    setWords(line.label);
    setFault('');
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const cause = picked || words.trim();
    if (cause && byteLength(cause) <= maxCause) {
      done(cause);
      return;
    }
    setFault(cause ? t.causeLong : t.causeMissing);
    field.current?.focus();
  };
  const button = (line: CauseLine, label: string) => (
    <button
      type="button"
      key={line.path}
      aria-pressed={line.path === picked}
      style={{ marginInlineStart: `${label === line.label ? 0 : line.depth}rem` }}
      onClick={() => pick(line)}
      data-test="cause-suggestion"
      data-cause={line.path}
    >
      {label}
    </button>
  );
  // Words that colleagues have used are suggested too, and stand in no tree.
  const likely = suggested.map((path) => causes.find((line) => line.path === path) ?? { path, label: path, depth: 0, words: '' });
  return (
    <Modal title={t.resolveTitle} close={t.close} onClose={close} test="resolve-dialog">
      <form onSubmit={submit}>
        {what && <p class="hint">{what}</p>}
        <label for="cause">{t.cause}</label>
        <input
          id="cause"
          ref={field}
          autocomplete="off"
          dir="auto"
          value={words}
          onInput={(event) => {
            setWords(event.currentTarget.value);
            setPicked('');
            setFault('');
          }}
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
        {likely.length > 0 && !words && (
          <div class="suggestions" role="group" aria-label={labels.causeSuggested}>
            <span class="label">{labels.causeSuggested}</span>
            {likely.map((line) => button(line, line.label))}
          </div>
        )}
        {causes.length > 0 && (
          <div class="cause-tree" role="group" aria-label={labels.causeAll}>
            {found.map((line) => button(line, words && !picked ? line.label : (line.label.split(' › ').at(-1) ?? line.label)))}
          </div>
        )}
        <p class="hint" role="status">
          {words && !picked && (found.length === 0 ? labels.causeNoMatch : labels.causeOther(words.trim()))}
        </p>
        <End cancel={t.cancel} onCancel={close} submit={t.resolveNow} test="resolve-confirm" />
      </form>
    </Modal>
  );
}
