// The launcher button and the place of the panel's frame, in a shadow root on the host page. Styles
// are a constructed sheet, nodes are made one by one: neither needs anything of the host's policy.
import css from './launcher.css';


/** Screens that are filled by the open panel. Must match the sheet above. */
export const phone = '(max-width:480px),(max-height:480px)';

const bubble = 'M21 12a8 8 0 0 1-11.6 7.1L4 20.5l1.4-4.6A8 8 0 1 1 21 12Z';
const arrow = 'm6 9.5 6 6 6-6';

/** The elements of the widget on the host page. */
export class Launcher {
  readonly host = document.createElement('frontdesk-widget');
  readonly button = document.createElement('button');
  readonly box = document.createElement('div');
  frame: HTMLIFrameElement | null = null;
  readonly #path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  readonly #badge = document.createElement('b');

  constructor() {
    const root = this.host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    icon.setAttribute('viewBox', '0 0 24 24');
    icon.setAttribute('aria-hidden', 'true');
    icon.append(this.#path);
    this.button.type = 'button';
    this.#badge.setAttribute('aria-hidden', 'true');
    this.button.append(icon, this.#badge);
    this.box.hidden = true;
    root.append(this.box, this.button);
  }

  /** Shows whether the panel is open and how many messages are unread. `name` is the button's name. */
  show(open: boolean, unread: number, name: string): void {
    // The panel has a close button of its own, once it is drawn.
    this.host.toggleAttribute('data-full', open && !!this.frame?.dataset.ready);
    this.box.hidden = !open;
    this.#path.setAttribute('d', open ? arrow : bubble);
    this.#badge.textContent = unread > 99 ? '99+' : `${unread}`;
    this.#badge.hidden = open || unread === 0;
    this.button.setAttribute('aria-expanded', `${open}`);
    this.button.setAttribute('aria-label', name);
  }

  /** Makes the frame, once. `loaded` is called whenever its document has loaded. */
  ensureFrame(src: string, title: string, loaded: (frame: HTMLIFrameElement) => void): void {
    if (this.frame) return;
    const frame = document.createElement('iframe');
    frame.title = title;
    frame.src = src;
    frame.onload = () => loaded(frame);
    this.frame = frame;
    this.box.append(frame);
  }

  /** Ends the frame and with it the panel's connection. */
  dropFrame(): void {
    this.frame?.remove();
    this.frame = null;
  }
}
