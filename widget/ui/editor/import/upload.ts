// Sends a file to be looked at, and tells how far it is.
import { Refusal } from '../../staff/call';
import type { Look } from './importjson';
import { iw, sizeWords } from './importwords';

const largest = 64 << 20; // bytes

/** What the file picker offers. The server looks at the file; this only spares a wait. */
export const accepted = '.md,.markdown,.html,.htm,.xhtml,.csv,.json,.jsonl,.ndjson,.zip,.txt,.gz';

const ending = /\.(md|markdown|x?html|htm|zip|txt|(csv|json|jsonl|ndjson)(\.gz)?)$/i;

/** Why a file is not even sent, "" if it is. */
export function refusalOf({ name, size }: Pick<File, 'name' | 'size'>): string {
  if (size === 0) return iw.empty(name);
  if (size > largest) return iw.tooLarge(name, sizeWords(size));
  return ending.test(name) ? '' : iw.kind(name);
}

/**
 * Sends a file. Resolves with what an import of it would change; rejects with a Refusal, or with the AbortError of the
 * signal. `sent` is told how much of it has left, 0 to 1.
 */
export function lookAt(file: File, sent: (share: number) => void, signal: AbortSignal): Promise<Look> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/editor/import?${new URLSearchParams({ name: file.name })}`);
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => sent(total > 0 ? loaded / total : 0);
    request.upload.onload = () => sent(1);
    request.onerror = () => reject(new Refusal(0, 'offline', iw.lost, 0, {}));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    request.onload = () => {
      const answer = request.response as (Look & { code?: string; message?: string }) | null;
      if (request.status === 200 && answer) resolve(answer);
      else reject(new Refusal(request.status, answer?.code ?? 'internal', answer?.message ?? iw.unexpected, 0, {}));
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
