// The widget on the host page: opens and closes the panel, hands it what is kept, and tells the page
// what happens.
import { inkOn, isColor } from './color';
import { Fullscreen } from './fullscreen';
import { handshake, liveKey } from './host';
import type { Greeting, HostEvent, Identity, Settings, ToHost, ToPanel } from './host';
import { Keep } from './keep';
import { Launcher, phone } from './launcher';
import { names } from './names';

const rightToLeft = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/i;

type Handler = (detail: unknown) => void;

/** A token by which the page vouches for its user, or how to get one. */
type Voucher = string | (() => string | undefined | Promise<string | undefined>);

/** What a host page may set. */
interface Wishes {
  locale?: string;
  theme?: string;
  position?: string;
  color?: string;
}

/** One running widget. */
export class Widget {
  readonly #launcher = new Launcher();
  readonly #fullscreen = new Fullscreen(this.#launcher.host, this.#launcher.box);
  readonly #keep: Keep;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #observer = new MutationObserver(() => this.#attach());
  readonly #narrow = matchMedia(phone);
  readonly #openKey: string;
  #wishes: Wishes;
  #identity: Identity = {};
  #voucher: Voucher | undefined;
  #port: MessagePort | null = null;
  #waiting: ToPanel[] = [];
  #unread = 0;
  #isOpen = false;
  #ended = false;
  #before: HTMLElement | null = null; // what had the focus, unless it was the launcher
  readonly #origin: string;
  readonly #site: string;
  readonly #onDestroy: () => void;

  constructor(
    origin: string,
    site: string,
    { locale, theme, position, color }: DOMStringMap,
    onDestroy: () => void,
  ) {
    this.#origin = origin;
    this.#site = site;
    this.#onDestroy = onDestroy;
    this.#keep = new Keep(site);
    this.#openKey = `frontdesk:${site}:open`;
    this.#wishes = { locale, theme, position, color };
  }

  /** Puts the launcher on the page, and carries out what the page asked for before the script was there. */
  start(calls: unknown[][]): void {
    if (this.#ended) return;
    const { button } = this.#launcher;
    button.onclick = () => this.call(['toggle']);
    button.onkeydown = (event) => {
      if (event.key === 'Escape' && this.#isOpen) this.#close();
    };
    this.#narrow.onchange = () => this.#show();
    this.#attach();
    this.#set({});
    for (const call of calls) this.call(call);
    this.#emit('ready');
    // Intent was shown on an earlier page: an open panel stays open, an awaited answer is heard.
    if (this.#session() && !this.#narrow.matches) this.#open(false);
    else if (Number(this.#keep.all()[liveKey]) > Date.now()) this.#ensureFrame();
  }

  /** Carries out one call of the page, such as ['open'] or ['set', {theme: 'dark'}]. */
  call([verb, a, b]: unknown[]): void {
    if (this.#ended) return;
    switch (verb) {
      case 'open':
        return this.#open(true);
      case 'close':
        return this.#close();
      case 'toggle':
        return this.#isOpen ? this.#close() : this.#open(true);
      case 'show':
      case 'hide':
        this.#launcher.button.hidden = verb === 'hide';
        return;
      case 'identify':
        return this.#identify(a as Identity | Voucher);
      case 'logout':
        return this.#logout();
      case 'set':
        return this.#set(a as Wishes);
      case 'article':
      case 'message':
        this.#open(true);
        return this.#tell([verb, String(a)]);
      case 'on':
        this.#handlers.set(String(a), (this.#handlers.get(String(a)) ?? new Set()).add(b as Handler));
        return;
      case 'off':
        if (b) this.#handlers.get(String(a))?.delete(b as Handler);
        else this.#handlers.delete(String(a));
        return;
      case 'destroy':
        return this.#destroy();
    }
  }

  #open(byIntent: boolean): void {
    const { host } = this.#launcher;
    if (!this.#isOpen) {
      const { activeElement, body } = document;
      const elsewhere = activeElement instanceof HTMLElement && activeElement !== host && activeElement !== body;
      this.#before = elsewhere ? activeElement : null;
      this.#isOpen = true;
      this.#session('1');
      this.#show();
      this.#emit('open');
    }
    this.#ensureFrame();
    if (!byIntent) return;
    this.#launcher.frame?.focus();
    this.#tell(['open', bare(location.href)]);
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#session('');
    this.#show();
    this.#tell(['closed']);
    (this.#before ?? this.#launcher.button).focus();
    this.#emit('close');
  }

  #identify(who: Identity | Voucher): void {
    if (typeof who === 'object') return this.#tell(['identify', (this.#identity = { ...who })]);
    this.#voucher = who;
    if (this.#port) void this.#vouch();
  }

  /**
   * Passes a token on to the panel; a new one wherever the page can make one. Where it fails to, its own
   * error is in the console, and the customer goes on unverified.
   */
  async #vouch(): Promise<void> {
    const voucher = this.#voucher;
    const token = await (voucher instanceof Function ? voucher() : voucher);
    if (voucher === this.#voucher) this.#tell(['vouch', token]);
  }

  #logout(): void {
    this.#keep.clear();
    this.#voucher = undefined;
    this.#identity = {};
    this.#unread = 0;
    this.#disconnect();
    if (this.#isOpen) this.#ensureFrame();
    this.#show();
  }

  #set(change: Wishes): void {
    Object.assign(this.#wishes, change);
    const { dataset, style } = this.#launcher.host;
    const { theme, color = '', ink = '', dir } = this.#look();
    const { position = dir === 'rtl' ? 'left' : '' } = this.#wishes;
    dataset.side = position === 'left' ? 'left' : 'right';
    style.colorScheme = theme;
    style.setProperty('--c', color);
    style.setProperty('--i', ink);
    this.#show();
    this.#tell(['set', this.#look()]);
  }

  /** What the page wishes, or else what can be seen of it. */
  #look(): Settings {
    const { documentElement: root } = document;
    const { theme = '', color, locale } = this.#wishes;
    const language = locale || root.lang || navigator.language;
    return {
      locale: language,
      theme: /^(light|dark)$/.test(theme) ? theme : '',
      dir: getComputedStyle(root).direction === 'rtl' || rightToLeft.test(language) ? 'rtl' : 'ltr',
      ...(isColor(color) && { color, ink: inkOn(color) }),
    };
  }

  #destroy(): void {
    this.#ended = true;
    this.#isOpen = false;
    this.#session('');
    this.#fullscreen.set(false);
    this.#observer.disconnect();
    this.#narrow.onchange = null;
    this.#disconnect();
    this.#launcher.host.remove();
    this.#handlers.clear();
    this.#onDestroy();
  }

  #show(): void {
    const name = this.#names();
    const unread = this.#unread && !this.#isOpen ? name.unread(this.#unread) : '';
    this.#launcher.show(this.#isOpen, this.#unread, (this.#isOpen ? name.close : name.open) + unread);
    this.#fullscreen.set(this.#isOpen && this.#narrow.matches);
  }

  #names() {
    return this.#look().locale.startsWith('de') ? names.de : names.en;
  }

  /** Keeps the launcher on the page when a single-page site replaces the body or clears it. */
  #attach(): void {
    const { body } = document;
    if (!body) return;
    if (this.#launcher.host.parentNode !== body) body.append(this.#launcher.host);
    this.#observer.disconnect();
    for (const node of [document, document.documentElement, body]) this.#observer.observe(node, { childList: true });
    if (this.#isOpen) this.#show();
  }

  #ensureFrame(): void {
    const src = `${this.#origin}/panel?site=${encodeURIComponent(this.#site)}`;
    this.#launcher.ensureFrame(src, this.#names().title, (frame) => this.#greet(frame));
  }

  #disconnect(): void {
    this.#port?.close();
    this.#port = null;
    this.#waiting = [];
    this.#launcher.dropFrame();
  }

  /** Each document of the frame gets its own channel: the frame loads anew when it is moved. */
  #greet(frame: HTMLIFrameElement): void {
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = (event) => this.#hear(event.data as ToHost);
    const greeting: Greeting = {
      frontdesk: handshake,
      items: this.#keep.all(),
      page: bare(location.href),
      referrer: bare(document.referrer),
      vouching: !!this.#voucher,
      open: this.#isOpen,
      identity: this.#identity,
      ...this.#look(),
    };
    frame.contentWindow?.postMessage(greeting, this.#origin, [port2]);
    for (const message of this.#waiting.splice(0)) port1.postMessage(message);
    if (this.#voucher) void this.#vouch();
  }

  #tell(message: ToPanel): void {
    if (this.#port) this.#port.postMessage(message);
    else if (this.#launcher.frame && message[0] !== 'set') this.#waiting.push(message);
  }

  #hear(message: ToHost): void {
    switch (message[0]) {
      case 'ready':
        this.#launcher.frame?.setAttribute('data-ready', '1');
        return this.#show();
      case 'close':
        return this.#close();
      case 'put':
        return this.#keep.put(message[1], message[2]);
      case 'unread':
        if (this.#unread === message[1]) return;
        this.#unread = message[1];
        this.#show();
        return this.#emit('unread', { count: this.#unread });
      case 'vouch':
        return void this.#vouch();
      case 'event':
        return this.#emit(message[1], message[2]);
    }
  }

  #emit(event: HostEvent, detail: unknown = {}): void {
    for (const handler of this.#handlers.get(event) ?? []) {
      try {
        handler(detail);
      } catch (error) {
        reportError(error); // the page's own fault must not stop the widget
      }
    }
    document.dispatchEvent(new CustomEvent(`frontdesk:${event}`, { detail }));
  }

  /** Reads or writes whether the panel is open in this tab. */
  #session(value?: string): string | null {
    try {
      if (value !== undefined) sessionStorage.setItem(this.#openKey, value);
      return sessionStorage.getItem(this.#openKey);
    } catch {
      return null;
    }
  }
}

/** Returns an address without query and fragment, which may hold what is nobody's business. */
function bare(address: string): string {
  return address.replace(/[?#].*/, '');
}
