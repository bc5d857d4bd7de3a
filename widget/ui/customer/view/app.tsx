// The panel as a whole: header, connection, the screen the customer is on, and the keys and calls
// that move between screens.
import { createRef } from 'preact';
import type { RefObject } from 'preact';
import type { Greeting, Settings, ToHost, ToPanel } from '../host';
import type { Texts } from '../locale/en';
import type { Session } from '../session';
import type { Call, Site } from '../site';
import { Announcer } from './announcer';
import { ArticleView } from './article';
import { Banner } from './banner';
import { Chat } from './chat';
import type { Desk, Screen } from './desk';
import { Home } from './home';
import { Icon } from './icon';
import { view } from './view';

interface AppProps {
  greeting: Greeting;
  port: MessagePort;
  session: Session;
  call: Call;
  site: Site;
  t: Texts;
  locale: string;
  onSettings(settings: Settings): void;
}

/** The panel. */
export const App = view<AppProps>((redraw, { greeting, port, session, onSettings }) => {
  const { items } = greeting;
  const stack: Screen[] = [{ name: 'home' }];
  if (items.chat) stack.push({ name: 'chat' });
  let draft = items.draft ?? '';
  let visible = greeting.open;
  let { identity } = greeting;
  const main = createRef<HTMLElement>();

  const tell = (message: ToHost) => port.postMessage(message);
  const setDraft = (text: string) => {
    items.draft = draft = text; // in the items too: another language draws the panel anew
    tell(['put', 'draft', text || null]);
    session.typing.note(text);
    redraw();
  };
  const inChat = () => stack.at(-1)?.name === 'chat';
  const look = () => session.look(visible && inChat() && !document.hidden);
  const move = (focus = visible) => {
    document.body.inert = !visible; // what comes late takes the focus to nowhere
    items.chat = inChat() ? '1' : '';
    tell(['put', 'chat', items.chat || null]);
    if (inChat()) session.start();
    look();
    redraw();
    if (focus) setTimeout(focusScreen, 0, main); // after it was drawn
  };
  const go = (next: Screen) => {
    stack.push(next);
    move();
  };
  const back = () => {
    stack.pop();
    move();
  };
  const chat = (text?: string) => {
    if (text) setDraft(text);
    go({ name: 'chat' });
  };
  const hear = ({ data: [verb, value] }: MessageEvent<ToPanel>) => {
    if (verb === 'set') return onSettings(value);
    if (verb === 'article') return go({ name: 'article', id: value });
    if (verb === 'message') return chat(value);
    if (verb === 'vouch') return session.vouch(value);
    if (verb === 'identify') {
      identity = value;
      return redraw(); // the customer is elsewhere, maybe in a form of the page
    }
    greeting.open = visible = verb === 'open';
    if (verb === 'open') session.page = value;
    else (document.activeElement as HTMLElement).blur(); // opened again, the screen begins where it always does
    move();
  };

  return {
    shown() {
      session.onChange = redraw;
      port.onmessage = hear;
      document.onvisibilitychange = look;
      document.onkeydown = (event) => {
        if (event.key === 'Escape' && !event.isComposing) tell(['close']);
      };
      move(document.hasFocus()); // a page that opens with the panel keeps its focus
    },
    draw({ call, site, t, locale }) {
      const screen = stack.at(-1) as Screen;
      const desk: Desk = { session, call, site, t, locale, identity, draft, setDraft, go, chat };
      return (
        <>
          <header>
            {stack.length > 1 && (
              <button class="bare" aria-label={t.back} onClick={back}>
                <Icon name="back" />
              </button>
            )}
            <p dir="auto">
              {site.title}
              {inChat() && <small>{session.conversation?.agent || t.assistant}</small>}
            </p>
            <button class="bare" aria-label={t.close} onClick={() => tell(['close'])}>
              <Icon name="close" />
            </button>
          </header>
          <main ref={main} key={stack.length}>
            <Banner desk={desk} />
            {screen.name === 'home' && <Home desk={desk} />}
            {screen.name === 'article' && <ArticleView desk={desk} screen={screen} />}
            {inChat() && <Chat desk={desk} />}
          </main>
          <Announcer desk={desk} />
        </>
      );
    },
  };
});

/**
 * Puts the focus where the screen begins: the composer if there is one, else the heading. On a touch
 * screen the log instead of the composer, lest the keyboard cover what is to be read first. Whoever was
 * faster and is in a field already stays there.
 */
function focusScreen({ current }: RefObject<HTMLElement>): void {
  if (current?.contains(document.activeElement)) return;
  const field = matchMedia('(pointer: coarse)').matches ? '[role=log]' : '.composer textarea';
  current?.querySelector<HTMLElement>(`${field}, h1[tabindex]`)?.focus({ preventScroll: true });
}
