// The page that a link in an e-mail leads to: it opens the conversation in which the e-mail was written, in
// this browser, whoever has used it before.
import { Keep } from '../customer/keep';
import { dress, showPanel } from './fullpage';
import { openLink, takeOver } from './link';
import { wordsFor } from './words';

const t = wordsFor(navigator.language);

/** Says one thing: a heading, what to do next, and a button that does it. */
function say(role: 'status' | 'alert', heading: string, next = '', retry?: () => void): void {
  const main = document.createElement('main');
  main.className = 'scroll page';
  const news = document.createElement('div');
  news.setAttribute('role', role);
  const title = document.createElement('h1');
  title.textContent = heading;
  const text = document.createElement('p');
  text.textContent = next;
  news.append(title, text);
  main.append(news);
  if (retry) {
    const button = document.createElement('button');
    button.textContent = t.retry;
    button.onclick = retry;
    main.append(button);
  }
  document.body.replaceChildren(main);
}

async function open(token: string): Promise<void> {
  say('status', t.opening);
  const opened = await openLink(token);
  if (opened === 'invalid') return say('alert', t.invalid, t.next);
  if (opened === 'later') return say('alert', t.later, t.wait, () => void open(token));
  const { site, conversation } = opened;
  const keep = new Keep(site);
  takeOver(keep, opened);
  await showPanel(site, keep, conversation).catch(failed);
}

function failed(): void {
  say('alert', t.later, t.wait, () => location.reload());
}

function start(): void {
  document.documentElement.lang = t.lang;
  document.title = t.title;
  dress();
  const token = location.hash.slice(1);
  // It must stay neither in the address bar nor in the history.
  if (token) history.replaceState(null, '', location.pathname);
  const site = new URLSearchParams(location.search).get('site');
  if (token) void open(token);
  else if (site) showPanel(site, new Keep(site), '').catch(failed);
  else say('alert', t.invalid, t.next);
}

start();
