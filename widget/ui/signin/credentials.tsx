import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal, sentence } from '../staff/call';
import { t } from './strings';

interface Props {
  /** why this form is shown, "" if there is nothing to say */
  notice: string;
  /** throws a Refusal */
  signIn: (email: string, password: string) => Promise<void>;
}

interface Faults {
  email?: string;
  password?: string;
  form?: string;
  /** shown until the wait is over */
  throttled?: string;
}

/** Seconds left until a moment, counted down once a second. */
function useCountdown(): [number, (seconds: number) => void] {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const count = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    count();
    if (until <= Date.now()) return;
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [until]);
  return [left, (seconds) => setUntil(Date.now() + seconds * 1000)];
}

/** The form for e-mail and password. Faults stand where they can be mended. */
export function Credentials({ notice, signIn }: Props) {
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const [left, throttle] = useCountdown();
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => email.current?.focus(), []);

  const refuse = (fault: unknown) => {
    const code = fault instanceof Refusal ? fault.code : '';
    if (code === 'throttled' && fault instanceof Refusal) {
      const seconds = Math.max(1, Math.ceil(fault.retryAfter));
      throttle(seconds);
      setFaults({ throttled: t.throttled(seconds) });
      password.current?.focus(); // the button is out of use for a while
    } else if (code === 'wrong_credentials') {
      setFaults({ password: t.wrong });
      password.current?.select();
    } else {
      setFaults({ form: sentence(fault) });
      password.current?.focus();
    }
  };

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || left > 0) return;
    const address = email.current?.value.trim() ?? '';
    const secret = password.current?.value ?? '';
    if (!address || !secret) {
      setFaults({ ...(!address && { email: t.emailMissing }), ...(!secret && { password: t.passwordMissing }) });
      (address ? password : email).current?.focus();
      return;
    }
    setBusy(true);
    setFaults({});
    try {
      await signIn(address, secret);
    } catch (fault) {
      setBusy(false);
      refuse(fault);
    }
  };

  return (
    <form onSubmit={submit} noValidate>
      <h1>{t.title}</h1>
      {notice && (
        <p role="status" class="notice">
          {notice}
        </p>
      )}
      <label for="email">{t.email}</label>
      <input
        id="email"
        ref={email}
        type="email"
        autocomplete="username"
        aria-invalid={faults.email ? 'true' : undefined}
        aria-describedby="email-fault"
        data-test="email"
      />
      <Fault id="email-fault" text={faults.email} />
      <label for="password">{t.password}</label>
      <input
        id="password"
        ref={password}
        type="password"
        autocomplete="current-password"
        aria-invalid={faults.password ? 'true' : undefined}
        aria-describedby="password-fault"
        data-test="password"
      />
      <Fault id="password-fault" text={faults.password} />
      <Fault id="form-fault" text={left > 0 ? faults.throttled : faults.form} />
      <button type="submit" class="main" disabled={busy || left > 0} data-test="sign-in">
        {left > 0 ? t.wait(left) : busy ? t.submitting : t.submit}
      </button>
    </form>
  );
}

/** A fault below its field; the element is always there, so that it is read when it fills. */
export function Fault({ id, text }: { id: string; text: string | undefined }) {
  return (
    <p id={id} role="alert" class="fault" data-test={id}>
      {text}
    </p>
  );
}
