// The sign-in page: with e-mail and password, or through a one-time link in the fragment.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Refusal, call, sentence } from '../staff/call';
import type { Me } from '../staff/http';
import { Credentials } from './credentials';
import { destination } from './next';
import { NewPassword } from './newpassword';
import { t } from './strings';

interface SignedIn {
  staff: Me;
}

type Step =
  | { at: 'link'; token: string; fault: string }
  | { at: 'credentials'; notice: string }
  | { at: 'password'; staff: Me };

/** Takes the token out of the fragment, so that it stays neither in the address bar nor in the history. */
function takeLink(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('link') ?? '';
  if (token) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

function goOn(staff: Me): void {
  const wanted = new URLSearchParams(location.search).get('next');
  location.replace(destination(wanted, staff.roles, location.origin));
}

function SignIn({ token }: { token: string }) {
  const [step, setStep] = useState<Step>(token ? { at: 'link', token, fault: '' } : { at: 'credentials', notice: '' });
  const redeem = async (link: string) => {
    setStep({ at: 'link', token: link, fault: '' });
    try {
      const { staff } = await call<SignedIn>('POST', '/api/sign-in/link', { token: link });
      setStep({ at: 'password', staff });
    } catch (fault) {
      if (fault instanceof Refusal && fault.code === 'link_used') setStep({ at: 'credentials', notice: t.linkUsed });
      else setStep({ at: 'link', token: link, fault: sentence(fault) });
    }
  };
  useEffect(() => {
    if (token) void redeem(token);
  }, []);
  return (
    <main class="gate">
      <p class="brand">{t.product}</p>
      {step.at === 'link' && <Link fault={step.fault} again={() => redeem(step.token)} />}
      {step.at === 'credentials' && (
        <Credentials
          notice={step.notice}
          signIn={async (email, password) => {
            const { staff } = await call<SignedIn>('POST', '/api/sign-in', { email, password });
            goOn(staff);
          }}
        />
      )}
      {step.at === 'password' && <NewPassword staff={step.staff} done={() => goOn(step.staff)} />}
    </main>
  );
}

function Link({ fault, again }: { fault: string; again: () => void }) {
  return (
    <>
      <h1>{t.title}</h1>
      <p role="status">{fault ? '' : t.linkOpening}</p>
      {fault && (
        <>
          <p role="alert" class="fault">
            {fault}
          </p>
          <button type="button" class="main" onClick={again} data-test="link-again">
            {t.linkAgain}
          </button>
        </>
      )}
    </>
  );
}

/** A link that is opened in a tab which already shows this page only changes the fragment. */
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#link=')) location.reload();
});

const root = document.getElementById('app');
if (root) render(<SignIn token={takeLink()} />, root);
