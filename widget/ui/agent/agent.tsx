// The agent console: who wants a person, their conversation, and what is known about them.
import { render } from 'preact';
import { Bar } from '../staff/bar';
import { Refusal, call, sentence } from '../staff/call';
import type { Me } from '../staff/http';
import { may } from '../staff/roles';
import { App } from './app';
import { t } from './strings';

function signIn(): void {
  location.assign(`/sign-in?next=${encodeURIComponent('/agent' + location.hash)}`);
}

function Forbidden({ me }: { me: Me }) {
  return (
    <div class="page">
      <Bar words={t.bar} here="/agent" title={t.title} name={me.name} roles={me.roles} />
      <main class="blank">
        <p>{t.forbidden}</p>
      </main>
    </div>
  );
}

function Unreachable({ why }: { why: string }) {
  return (
    <main class="blank">
      <h1>{t.title}</h1>
      <p role="alert">{why}</p>
      <button type="button" class="main" onClick={() => location.reload()}>
        {t.reload}
      </button>
    </main>
  );
}

async function start(root: HTMLElement): Promise<void> {
  try {
    const { staff } = await call<{ staff: Me }>('GET', '/api/me');
    render(may(staff.roles, '/agent') ? <App me={staff} signIn={signIn} /> : <Forbidden me={staff} />, root);
  } catch (fault) {
    if (fault instanceof Refusal && fault.status === 401) signIn();
    else render(<Unreachable why={sentence(fault)} />, root);
  }
}

const root = document.getElementById('app');
if (root) void start(root);
