// What is kept of a customer, handed out or erased. Only managers and admins are shown it; the server decides.
import { useEffect, useId, useState } from 'preact/hooks';
import { aborted, sentence } from '../staff/call';
import { Modal } from '../staff/modal';
import { may } from '../staff/roles';
import type { Console } from './console';
import type { Kept } from './dataapi';
import { dataApi, refersTo } from './dataapi';
import { t } from './datawords';

interface Props {
  desk: Console;
  conversation: string;
}

/** The button below who the customer is. */
export function CustomerData({ desk, conversation }: Props) {
  const [open, setOpen] = useState(false);
  if (!may(desk.me.roles, '/settings')) return null;
  return (
    <p class="side-actions">
      <button type="button" class="quiet" onClick={() => setOpen(true)} data-test="customer-data">
        {t.open}
      </button>
      {open && <DataDialog desk={desk} conversation={conversation} close={() => setOpen(false)} />}
    </p>
  );
}

function DataDialog({ desk, conversation, close }: Props & { close: () => void }) {
  const [kept, setKept] = useState<Kept | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const left = new AbortController();
    dataApi.kept(conversation, left.signal).then(setKept, (why: unknown) => !aborted(why) && setFault(sentence(why)));
    return () => left.abort();
  }, [conversation]);
  const erased = (n: number) => {
    close();
    desk.select('');
    desk.alerts.tell(t.erased(n), false);
  };
  return (
    <Modal title={t.title} close={t.close} onClose={close} test="data">
      {!kept && !fault && <p role="status">{t.loading}</p>}
      <p class="fault" role="alert">
        {fault}
      </p>
      {kept && (
        <>
          <p data-test="data-kept">
            {t.kept(kept.conversations, kept.messages, kept.letters)} {t.since(new Date(kept.created).toLocaleDateString('en-GB', { dateStyle: 'long' }))}
          </p>
          {kept.erasing && <p class="notice said">{t.erasing}</p>}
          <HandOut conversation={conversation} />
          <Erase conversation={conversation} reference={kept.reference} done={erased} />
        </>
      )}
    </Modal>
  );
}

function HandOut({ conversation }: { conversation: string }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [fault, setFault] = useState('');
  const run = async () => {
    setBusy(true);
    setSaid('');
    setFault('');
    try {
      await dataApi.export(conversation);
      setSaid(t.exported);
    } catch (why) {
      setFault(sentence(why));
    }
    setBusy(false);
  };
  return (
    <section>
      <h3>{t.exportTitle}</h3>
      <p class="hint">{t.exportWhy}</p>
      <p>
        <button type="button" disabled={busy} onClick={() => void run()} data-test="data-export">
          {busy ? t.exporting : t.exportNow}
        </button>{' '}
        <span role="status" data-test="data-exported">
          {said}
        </span>
      </p>
      <p class="fault" role="alert">
        {fault}
      </p>
    </section>
  );
}

function Erase({ conversation, reference, done }: { conversation: string; reference: string; done: (conversations: number) => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const run = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (!refersTo(reference, typed)) {
      document.getElementById(id)?.focus();
      return setFault(t.wrong(reference));
    }
    setBusy(true);
    setFault('');
    try {
      done((await dataApi.erase(conversation, typed)).conversations);
    } catch (why) {
      setFault(sentence(why));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void run(event)}>
      <h3>{t.eraseTitle}</h3>
      <p class="hint" id={`${id}-why`}>
        {t.eraseWhy}
      </p>
      <label for={id}>{t.confirm(reference)}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={`${id}-why ${id}-fault`}
        data-test="data-confirm"
      />
      <p class="fault" role="alert" id={`${id}-fault`} data-test="data-fault">
        {fault}
      </p>
      <div class="sheet-end">
        <button type="submit" class="danger" disabled={busy} data-test="data-erase">
          {busy ? t.erasingNow : t.eraseNow}
        </button>
      </div>
    </form>
  );
}
