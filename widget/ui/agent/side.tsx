import { useLayoutEffect, useRef } from 'preact/hooks';
import { modifierName } from '../staff/keys';
import type { Reference } from './article';
import type { Open } from './commands';
import type { Console } from './console';
import { Facts } from './customer';
import { History } from './history';
import { Key } from './help';
import { t as labels } from './labels';
import { Playbooks } from './playbooks';
import { PromiseList } from './promises';
import { Articles } from './sources';
import { t } from './strings';
import { Tags } from './tags';
import { promisesOf } from './thread';

interface Props {
  desk: Console;
  read: (reference: Reference) => void;
  open: Open;
  /** id of the playbook that is open, "" if none is */
  playbook: string;
  setPlaybook: (id: string) => void;
  help: () => void;
  close: () => void;
}

/** The right column: who the customer is and what helps with their case. */
export function Side({ desk, read, open, playbook, setPlaybook, help, close }: Props) {
  const thread = desk.thread();
  const state = thread?.state;
  const promises = promisesOf(thread?.events ?? []);
  const box = useRef<HTMLElement>(null);
  // Another conversation begins at its top: with who the customer is.
  useLayoutEffect(() => box.current?.scrollTo({ top: 0, behavior: 'instant' }), [thread?.id]);
  return (
    <section class="side" aria-label={t.customer} ref={box}>
      <button type="button" class="quiet side-close" onClick={close}>
        {t.close}
      </button>
      {thread && state && (
        <>
          <Facts desk={desk} thread={thread} state={state} />
          <Tags key={`tags ${thread.id}`} desk={desk} conversation={thread.id} tags={state.tags} />
          <section>
            <h2>{labels.promises}</h2>
            {promises.length > 0 ? <PromiseList desk={desk} conversation={thread.id} promises={promises} /> : <p class="hint">{labels.noPromises}</p>}
            {state.mine && state.status === 'open' && (
              <button type="button" class="quiet" onClick={() => open({ name: 'promise' })} data-test="promise-new">
                {labels.promise}
              </button>
            )}
          </section>
          <Playbooks desk={desk} thread={thread} open={playbook} setOpen={setPlaybook} />
        </>
      )}
      {thread && <Articles desk={desk} thread={thread} read={read} />}
      {thread && state && <History desk={desk} />}
      <Colleagues desk={desk} />
      <section>
        <h2>{t.keysTitle}</h2>
        <dl class="keys">
          <Key keys="J / K" does={t.keyBoth} />
          <Key keys="A" does={t.accept} />
          <Key keys="R" does={t.reply} />
          <Key keys="N" does={t.noteMode} />
          <Key keys="E" does={t.resolve} />
          <Key keys={`${modifierName()} Enter`} does={t.keySend} />
        </dl>
        <button type="button" class="quiet" onClick={help} data-test="all-keys">
          {t.allKeys}
        </button>
      </section>
    </section>
  );
}

/** Who else is here and how much each has to do. */
function Colleagues({ desk }: { desk: Console }) {
  const others = desk.desk.people.filter((person) => person.id !== desk.me.id);
  if (others.length === 0) return null;
  return (
    <section>
      <h2>{labels.colleagues}</h2>
      <ul class="people" data-test="colleagues">
        {others.map((person) => (
          <li key={person.id}>
            <span class={`lamp ${person.status}`} aria-hidden="true" />
            <span dir="auto">{person.name}</span>{' '}
            <span class="hint">
              {labels[person.status]}, {labels.load(person.load)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
