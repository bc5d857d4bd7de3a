// The panel as a page of its own: this page plays the part of the page that embeds it.
import { handshake } from '../customer/host';
import type { Greeting, ToHost } from '../customer/host';
import type { Keep } from '../customer/keep';

/** Lines of readable length, and no button to close what is the page itself. */
const css =
  'body{max-width:760px;margin:auto;box-shadow:0 0 0 1px var(--line)}header>button:last-child{display:none}' +
  '.page>*{display:grid;gap:12px}.page>button{display:block;align-self:start}';

/** Gives the page its looks. */
export function dress(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}

/** Shows the panel of a site; in the conversation, unless it is "". */
export async function showPanel(site: string, keep: Keep, conversation: string): Promise<void> {
  // The panel reads its site there. A reload comes back to it.
  history.replaceState(null, '', `${location.pathname}?site=${encodeURIComponent(site)}`);
  document.body.replaceChildren();

  const path = '/ui/panel.js'; // a variable, so that the bundler leaves it to the browser
  await import(path);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<ToHost>) => {
    if (data[0] === 'put') keep.put(data[1], data[2]);
  };
  const greeting: Greeting = {
    frontdesk: handshake,
    items: { ...keep.all(), chat: '1', conversation },
    page: location.origin + location.pathname,
    referrer: '',
    vouching: false,
    open: true,
    identity: {},
    locale: navigator.language,
    theme: '',
    dir: 'ltr',
  };
  postMessage(greeting, location.origin, [port2]);
}
