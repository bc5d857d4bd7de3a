// What the loader on the host page and the panel in its frame say to each other. The first message
// goes by postMessage to an exact origin and carries one end of a channel; all others use the channel.

/** Marks the first message, and is the version of what follows. */
export const handshake = 1;

/** How the panel is to look and speak: what the host page chose, worked out by the loader. */
export interface Settings {
  locale: string;
  /** "light" or "dark"; "" follows the device */
  theme: string;
  /** #rrggbb, with the colour of text on it; both absent for the panel's own */
  color?: string;
  ink?: string;
  /** direction of writing */
  dir: 'ltr' | 'rtl';
}

/** Who the host page says the customer is; only fills in forms. */
export interface Identity {
  name?: string;
  email?: string;
}

/** The first message, from the loader to the panel. */
export interface Greeting extends Settings {
  frontdesk: number;
  /** everything the panel has put into the host's storage, by key */
  items: Record<string, string>;
  /** address of the host page, without query and fragment */
  page: string;
  /** the same of the page before it */
  referrer: string;
  /** whether 'vouch' follows */
  vouching: boolean;
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
  | ['identify', Identity]
  | ['vouch', string?];

/** Events that the host page can listen to. */
export type HostEvent = 'ready' | 'open' | 'close' | 'unread' | 'message' | 'handoff' | 'rating' | 'error';

/** From the panel to the loader. A value of null removes the key. */
export type ToHost =
  | ['ready']
  | ['close']
  | ['put', string, string | null]
  | ['unread', number]
  | ['vouch']
  | ['event', HostEvent, unknown];

/** Key of the item that says until when a conversation is awaited in the background, ms since 1970. */
export const liveKey = 'live';
