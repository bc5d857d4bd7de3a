// The customer panel: meets the host page, loads what the site says of itself, and draws.
import { render } from 'preact';
import { browser, socketURL } from '../shared/socket';
import type { Wire } from '../shared/world';
import type { Settings, ToHost } from './host';
import { applyLook } from './look';
import { en } from './locale/en';
import { loadTexts } from './locale/load';
import { meet } from './port';
import { Session } from './session';
import { callSite } from './site';
import type { Site } from './site';
import { App } from './view/app';
import { loadLater } from './view/article';

async function start(): Promise<void> {
  const name = new URLSearchParams(location.search).get('site') ?? '';
  const call = callSite(name);
  const loading = call<Site>('');
  const [greeting, port] = await meet(loading.then(({ origins }) => origins ?? []));
  const site = await loading;
  const tell = (message: ToHost) => port.postMessage(message);
  let wire: Wire | undefined;
  const world = { ...browser, open: (url: string) => (wire = browser.open(url)) };
  const session = new Session({
    ...browser,
    ...greeting,
    site: name,
    socket: { url: socketURL('/ws/customer'), world },
    put: (key, value) => tell(['put', key, value]),
    event: (event, detail) => tell(['event', event, detail]),
    unread: (count) => tell(['unread', count]),
    askVouch: () => tell(['vouch']),
    reconnect: () => wire?.close(),
  });

  /** Draws everything; again when the page asks for another look or language. */
  const draw = async (settings: Settings): Promise<void> => {
    const { locale } = settings;
    const t = await loadTexts(locale);
    applyLook(settings);
    document.documentElement.lang = t.lang;
    document.title = site.title;
    const known = locale.startsWith(t.lang) ? locale : t.lang; // dates speak the language of the texts
    render(<App key={locale} {...{ greeting, port, session, call, site, t, locale: known, onSettings: draw }} />, document.body);
  };
  await draw(greeting);
  tell(['ready']);
  loadLater().catch(() => {}); // it is tried again where it is needed
}

/** Nothing can be drawn without the site: say so plainly. One that there is not comes as the status 404. */
function fail(fault: unknown): void {
  render(
    <main class="scroll">
      <h1>{fault === 404 ? en.noHelp : en.away}</h1>
      <button onClick={() => location.reload()}>{en.retry}</button>
    </main>,
    document.body,
  );
}

start().catch(fail);
