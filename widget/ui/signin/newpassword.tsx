import { useEffect, useRef, useState } from 'preact/hooks';
import { call, sentence } from '../staff/call';
import type { Me } from '../staff/http';
import { Fault } from './credentials';
import { t } from './strings';

const least = 12;

interface Props {
  staff: Me;
  /** goes on to the work */
  done: () => void;
}

/** Offers to set a password after a one-time link. */
export function NewPassword({ staff, done }: Props) {
  const [secret, setSecret] = useState('');
  const [shown, setShown] = useState(false);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (field.current) field.current.type = shown ? 'text' : 'password';
  }, [shown]);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const count = [...secret].length;
    if (count < least) {
      setFault(t.tooShort(count));
      return;
    }
    setBusy(true);
    try {
      await call('POST', '/api/me/password', { password: secret });
      done();
    } catch (refused) {
      setBusy(false);
      setFault(sentence(refused));
    }
  };

  return (
    <form onSubmit={submit} noValidate>
      <h1>{t.welcome(staff.name)}</h1>
      <h2>{t.setTitle}</h2>
      <p class="hint">{t.setWhy}</p>
      <input class="gone" type="email" autocomplete="username" value={staff.email} readOnly tabIndex={-1} aria-hidden="true" />
      <label for="new-password">{t.newPassword}</label>
      <input
        id="new-password"
        ref={field}
        type="password"
        autocomplete="new-password"
        value={secret}
        onInput={(event) => setSecret(event.currentTarget.value)}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby="new-hint new-password-fault"
        data-test="new-password"
      />
      <p id="new-hint" class="hint">
        {t.newHint}
      </p>
      <Fault id="new-password-fault" text={fault || undefined} />
      <label class="check">
        <input type="checkbox" checked={shown} onChange={() => setShown(!shown)} /> {t.show}
      </label>
      <button type="submit" class="main" disabled={busy} data-test="set-password">
        {busy ? t.saving : t.save}
      </button>
      <button type="button" class="quiet" onClick={done} data-test="skip-password">
        {t.skip}
      </button>
    </form>
  );
}
