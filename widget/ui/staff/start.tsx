// How a staff surface begins: it finds out who is signed in and shows the surface, or why it cannot.
import type { ComponentChild } from 'preact';
import { render } from 'preact';
import { Bar } from './bar';
import { Refusal, call, sentence } from './call';
import type { Me } from './http';
import type { Surface as Path } from './roles';
import { may } from './roles';

/** What a surface is called and says when it cannot be shown. */
interface Words {
  title: string;
  forbidden: string;
  reload: string;
  bar: Parameters<typeof Bar>[0]['words'];
}

/** One staff surface. */
export interface Surface {
  /** its path, which says who may see it */
  path: Path;
  words: Words;
  /** where to come back to after signing in: path, query and fragment */
  here: () => string;
  show: (me: Me, signIn: () => void) => ComponentChild;
}

/** Shows the surface in the element with the id "app". */
export function start(surface: Surface): void {
  const root = document.getElementById('app');
  if (root) void begin(surface, root);
}

async function begin(surface: Surface, root: HTMLElement): Promise<void> {
  const signIn = () => location.assign(`/sign-in?next=${encodeURIComponent(surface.here())}`);
  try {
    const { staff, model } = await call<{ staff: Me; model?: boolean }>('GET', '/api/me');
    render(may(staff.roles, surface.path) ? surface.show({ ...staff, model: model === true }, signIn) : <Forbidden surface={surface} me={staff} />, root);
  } catch (fault) {
    if (fault instanceof Refusal && fault.status === 401) signIn();
    else render(<Unreachable words={surface.words} why={sentence(fault)} />, root);
  }
}

function Forbidden({ surface: { words, path }, me }: { surface: Surface; me: Me }) {
  return (
    <div class="page">
      <Bar words={words.bar} here={path} title={words.title} name={me.name} roles={me.roles} />
      <main class="blank">
        <p>{words.forbidden}</p>
      </main>
    </div>
  );
}

function Unreachable({ words, why }: { words: Words; why: string }) {
  return (
    <main class="blank">
      <h1>{words.title}</h1>
      <p role="alert">{why}</p>
      <button type="button" class="main" onClick={() => location.reload()}>
        {words.reload}
      </button>
    </main>
  );
}
