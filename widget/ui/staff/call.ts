// Calls of the staff API.

/** Why the server did not do what was asked. Its message is a plain sentence. */
export class Refusal extends Error {
  constructor(
    /** HTTP status, 0 if the server was not reached */
    readonly status: number,
    readonly code: string,
    message: string,
    /** seconds until it makes sense to try again, 0 if unknown */
    readonly retryAfter: number,
    /** the whole answer, for codes that carry more */
    readonly body: Record<string, unknown>,
  ) {
    super(message);
  }
}

const unreached = 'The server cannot be reached. Check your connection and try again.';
const unexpected = 'The server answered in a way this page does not understand. Reload the page.';

/**
 * Calls the API and returns the answer, undefined for an empty one. Throws a Refusal, or the
 * AbortError of the signal. With keepalive a small call arrives even if the page goes away meanwhile.
 */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal, more?: { keepalive: boolean }): Promise<T> {
  const init: RequestInit = { ...more, method, credentials: 'same-origin', headers: { Accept: 'application/json' } };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, 'Content-Type': 'application/json' };
  }
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(path, init);
    text = await answer.text();
  } catch (fault) {
    if (signal?.aborted) throw fault;
    throw new Refusal(0, 'offline', unreached, 0, {});
  }
  const value = parse(text);
  if (answer.ok && value !== null) return value as T;
  throw refusal(answer, isRecord(value) ? value : {});
}

/** Asks for a file and has the browser keep it under the name that the server gave it. Throws a Refusal. */
export async function download(path: string, body: unknown): Promise<void> {
  let answer: Response;
  let file: Blob;
  try {
    answer = await fetch(path, { method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    file = await answer.blob();
  } catch {
    throw new Refusal(0, 'offline', unreached, 0, {});
  }
  if (!answer.ok) {
    const value = parse(await file.text());
    throw refusal(answer, isRecord(value) ? value : {});
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'download';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Returns the JSON value, undefined for an empty text, null if it is no JSON. */
function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refusal(answer: Response, body: Record<string, unknown>): Refusal {
  const code = typeof body.code === 'string' ? body.code : 'internal';
  const message = typeof body.message === 'string' ? body.message : unexpected;
  const header = Number(answer.headers.get('Retry-After') ?? 0);
  const seconds = typeof body.retry_after === 'number' ? body.retry_after : header;
  return new Refusal(answer.status, code, message, Number.isFinite(seconds) ? seconds : 0, body);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The sentence to show for anything that was thrown. */
export function sentence(fault: unknown): string {
  return fault instanceof Refusal ? fault.message : unexpected;
}

/** Reports whether somebody aborted the call. */
export function aborted(fault: unknown): boolean {
  return fault instanceof DOMException && fault.name === 'AbortError';
}
