// The calls of the customer API that need no socket.
import type { Node } from '../shared/nodes';
import type { Choice } from '../shared/wire';

/** What the desk says of itself on one site. */
export interface Site {
  name: string;
  title: string;
  greeting: string;
  staffed: boolean;
  hours?: string;
  /** origins of the pages that the panel may talk to */
  origins: string[] | null;
  top: Choice[] | null;
}

/** One article found. */
export interface Hit extends Choice {
  snippet: string;
}

export interface Found {
  hits: Hit[] | null;
  state: 'ready' | 'titles-only' | 'down';
}

/** A published article. */
export interface Article extends Choice {
  revision: number;
  /** ms since 1970 */
  updated: number;
  body: Node[];
  related: Choice[] | null;
  withdrawn: boolean;
}

/**
 * Calls the customer API of one site; `path` follows the site's name, with values already encoded.
 * With a body it posts. Rejects with the status of an answer that is not a success, as a number.
 */
export type Call = <T>(path: string, body?: unknown) => Promise<T>;

/** Returns how to call the API of one site. */
export function callSite(site: string): Call {
  return async (path, body) => {
    const response = await fetch(
      `/api/site/${encodeURIComponent(site)}${path}`,
      body ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {},
    );
    if (!response.ok) throw response.status;
    return response.status === 204 ? undefined : response.json();
  };
}
