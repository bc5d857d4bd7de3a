import { useState } from 'preact/hooks';
import type { Promised } from '../shared/wire';
import type { Console } from './console';
import { t } from './labels';
import { owed } from './thread';
import { WordDialog } from './worddialog';

interface Props {
  desk: Console;
  conversation: string;
  promises: readonly Promised[];
}

/** Promises with what became of them; those that are owed can be kept or taken back. */
export function PromiseList({ desk, conversation, promises }: Props) {
  const [back, setBack] = useState<Promised | null>(null);
  const now = Date.now();
  const busy = desk.acts.doing(conversation) !== undefined;
  return (
    <>
      <ul class="promises" data-test="promises">
        {promises.map((promise) => (
          <li key={promise.id} data-test="promise" data-state={promise.state}>
            <p>
              <span dir="auto">{promise.text}</span> <span class="hint">{t.promiseDueAt(promise.due, now)}</span>{' '}
              <span class={`chip ${{ open: 'over', late: 'withdrawn', kept: 'good', dropped: '' }[promise.state]}`}>
                {promise.state === 'kept' && promise.late ? t.keptLate : t.promiseState[promise.state]}
              </span>
            </p>
            {promise.why && (
              <p class="hint" dir="auto">
                {promise.why}
              </p>
            )}
            {owed(promise) && (
              <p class="actions">
                <button type="button" disabled={busy} onClick={() => void desk.acts.run({ type: 'kept', promise: promise.id }, conversation)} data-test="promise-kept">
                  {t.keep}
                </button>
                <button type="button" class="quiet" disabled={busy} onClick={() => setBack(promise)} data-test="promise-takeback">
                  {t.takeBack}
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
      {back && (
        <WordDialog
          title={t.takeBackTitle}
          hint={back.text}
          label={t.takeBackLabel}
          submit={t.takeBackNow}
          test="takeback"
          close={() => setBack(null)}
          done={(text) => {
            void desk.acts.run({ type: 'takeback', promise: back.id, text }, conversation);
            setBack(null);
          }}
        />
      )}
    </>
  );
}
