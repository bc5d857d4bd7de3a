// What the loader on the host page and the panel in its frame say to each other. The first message
// goes by postMessage to an exact origin and carries one end of a channel; all others use the channel.

/** Marks the first message, and is the version of what follows. */
export const handshake = 1;

/** What the host page chose for the widget. */
export interface Settings {
  locale?: string;
  /** "light" or "dark"; anything else follows the device */
  theme?: string;
  /** #rrggbb */
  color?: string;
}

/** Who the host page says the customer is; only fills in forms. */
export interface Identity {
  name?: string;
  email?: string;
}

/** The first message, from the loader to the panel. */
export interface Greeting extends Settings {
  frontdesk: number;
  locale: string;
  /** everything the panel has put into the host's storage, by key */
  items: Record<string, string>;
  /** address of the host page, without query and fragment */
  page: string;
  /** direction of the host page */
  dir: string;
  open: boolean;
  identity: Identity;
}

/** From the loader to the panel. */
export type ToPanel =
  | ['open', string]
  | ['closed']
  | ['set', Settings]
  | ['article', string]
  | ['message', string]
  | ['identify', Identity];

/** Events that the host page can listen to. */
export type HostEvent = 'ready' | 'open' | 'close' | 'unread' | 'message' | 'handoff' | 'rating' | 'error';

/** From the panel to the loader. A value of null removes the key. */
export type ToHost =
  | ['ready']
  | ['close']
  | ['put', string, string | null]
  | ['unread', number]
  | ['event', HostEvent, unknown];

/** Key of the item that says until when a conversation is awaited in the background, ms since 1970. */
export const liveKey = 'live';

/** Returns black or white, whichever is easier to read on the colour #rrggbb (WCAG 2.2, relative luminance). */
export function inkOn(color: string): string {
  const channel = (at: number) => {
    const c = parseInt(color.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return luminance > 0.179 ? '#000' : '#fff';
}

/** Reports whether a text is a colour of the form #rrggbb. */
export function isColor(color: string | undefined): color is string {
  return color !== undefined && /^#[0-9a-f]{6}$/i.test(color);
}
