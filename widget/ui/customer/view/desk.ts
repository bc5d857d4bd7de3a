// What every view is given.
import type { Span } from '../../shared/nodes';
import type { WireError } from '../../shared/socket';
import type { Event } from '../../shared/wire';
import type { Identity } from '../host';
import type { Texts } from '../locale/en';
import type { Session } from '../session';
import type { Call, Site } from '../site';

/** Where the customer is in the panel. */
export type Screen =
  | { name: 'home' }
  | { name: 'chat' }
  | { name: 'article'; id: string; revision?: number; cited?: Span[] };

/** The panel as its views see it. */
export interface Desk {
  session: Session;
  call: Call;
  site: Site;
  t: Texts;
  locale: string;
  identity: Identity;
  /** what stands in the composer */
  draft: string;
  setDraft(text: string): void;
  go(screen: Screen): void;
  /** opens the chat; with a text, puts it into the composer */
  chat(draft?: string): void;
}

/** Properties of a view that needs nothing else. */
export interface Props {
  desk: Desk;
}

/** Returns the name of who wrote an event, as it is shown. */
export function speaker({ from, name }: Pick<Event, 'from' | 'name'>, t: Texts): string {
  if (from === 'customer') return t.you;
  return from === 'agent' ? name || t.team : t.assistant;
}

/** Returns the words for an error: ours for its code, else those of the server. */
export function errorText({ code, message }: WireError, t: Texts): string {
  return t.errors[code] || message || t.failed;
}

/** Gives the focus to what scrolls: for a button that goes away when it is pressed. */
export function leaveButton(): void {
  document.querySelector<HTMLElement>('[role=log], [role=region]')?.focus({ preventScroll: true });
}

/** Gives the focus to a field, once it is drawn: for a button that brings something into it. */
export function enterField(css: string): void {
  setTimeout(() => document.querySelector<HTMLElement>(css)?.focus());
}

/** Requests of one view, and the words for what went wrong with the last. */
export interface Attempts {
  fault: string;
  /** runs a request; resolves with whether it succeeded */
  run(request: Promise<unknown>, t: Texts): Promise<boolean>;
}

/** Returns attempts that draw their view again when a request has ended. */
export function attempts(redraw: () => void): Attempts {
  return {
    fault: '',
    async run(request, t) {
      this.fault = '';
      await request.catch((error: WireError) => (this.fault = errorText(error, t)));
      redraw();
      return !this.fault;
    },
  };
}
