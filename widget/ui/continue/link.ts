// The signed link from an e-mail, and what it opens.

/** What the desk gives for a good link. */
export interface Opened {
  site: string;
  visitor_token: string;
  conversation: string;
}

/** A link that is good for nothing, or one that may be good a moment later. */
export type Refusal = 'invalid' | 'later';

/** Asks the desk to open a link. The token travels in the body, never in an address. */
export async function openLink(token: string, ask: typeof fetch = fetch): Promise<Opened | Refusal> {
  try {
    const response = await ask('/api/continue', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (response.ok) return (await response.json()) as Opened;
    const { status } = response;
    return status >= 400 && status < 500 && status !== 429 ? 'invalid' : 'later';
  } catch {
    return 'later'; // no network, or no answer that makes sense
  }
}

/** Where the panel keeps its items. */
export interface Items {
  all(): Record<string, string>;
  put(key: string, value: string | null): void;
}

/**
 * Takes over as the visitor to whom the link was sent. Whoever was here before may have been somebody else:
 * only what belongs to the conversation stays, such as a message that has not left yet.
 */
export function takeOver(items: Items, { visitor_token, conversation }: Opened): void {
  for (const [key, value] of Object.entries(items.all())) {
    if (!value.includes(conversation)) items.put(key, null);
  }
  items.put('token', visitor_token);
}
