// The editor's room: the articles, one article with its preview, its revisions.
import { render } from 'preact';
import { Refusal, call, sentence } from '../staff/call';
import type { Me } from '../staff/http';
import { Bar } from '../staff/bar';
import { may } from '../staff/roles';
import { App } from './app';
import { t } from './strings';

function Forbidden({ me }: { me: Me }) {
  return (
    <div class="page">
      <Bar words={t.bar} here="/editor" title={t.title} name={me.name} roles={me.roles} />
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
    render(may(staff.roles, '/editor') ? <App me={staff} /> : <Forbidden me={staff} />, root);
  } catch (fault) {
    if (fault instanceof Refusal && fault.status === 401) {
      location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
    } else render(<Unreachable why={sentence(fault)} />, root);
  }
}

const root = document.getElementById('app');
if (root) void start(root);
