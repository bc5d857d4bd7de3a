// Images and files of an article: sent one by one, and then named in its text.
import { useEffect, useRef, useState } from 'preact/hooks';
import { w } from './strings-writing';

const largest = 5 << 20; // bytes

/** The types that the server keeps, as the file picker knows them. It looks at the bytes; this only spares a wait. */
export const types = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf', 'text/plain'];

/** What the server kept. */
export interface Stored {
  id: string;
  name: string;
  type: string;
  size: number;
  /** as the Markdown names it */
  href: string;
}

/** A file on its way, or one that did not arrive. */
export interface Upload {
  key: number;
  name: string;
  /** 0..1 */
  share: number;
  /** why it did not arrive, "" while it is on its way */
  fault: string;
}

/** What the files of a text do. */
export interface Uploads {
  all: Upload[];
  /** what arrived last, to tell */
  done: string;
  add: (files: Iterable<File>) => void;
  /** stops a file that is on its way, or hides one that failed */
  remove: (key: number) => void;
}

/** Why a file is not even sent, "" if it is. */
export function refusalOf({ name, size, type }: { name: string; size: number; type: string }): string {
  if (size === 0) return w.fileEmpty(name);
  if (size > largest) return w.fileTooLarge(name, (size / (1 << 20)).toFixed(1));
  return type !== '' && !types.includes(type) ? w.fileType(name) : '';
}

/** How the text names a file. */
export function markdownOf({ name, type, href }: Stored): string {
  const image = type.startsWith('image/');
  const words = (image ? name.replace(/\.[^.]*$/, '') : name).replace(/[[\]\\]/g, ' ').trim();
  return `${image ? '!' : ''}[${words}](${href})`;
}

/** Sends files; insert puts the Markdown of each that arrived into the text. */
export function useUploads(insert: (markdown: string) => void): Uploads {
  const [all, setAll] = useState<Upload[]>([]);
  const [done, setDone] = useState('');
  const running = useRef(new Map<number, XMLHttpRequest>());
  const count = useRef(0);
  const put = useRef(insert);
  put.current = insert;
  useEffect(() => () => running.current.forEach((request) => request.abort()), []);

  const change = (key: number, to: Partial<Upload>) => setAll((old) => old.map((upload) => (upload.key === key ? { ...upload, ...to } : upload)));
  const remove = (key: number) => {
    running.current.get(key)?.abort();
    running.current.delete(key);
    setAll((old) => old.filter((upload) => upload.key !== key));
  };
  const begin = (file: File) => {
    const key = count.current++;
    const fault = refusalOf(file);
    setAll((old) => [...old, { key, name: file.name, share: 0, fault }]);
    setDone('');
    if (fault) return;
    const request = new XMLHttpRequest();
    running.current.set(key, request);
    request.open('POST', `/api/editor/file?${new URLSearchParams({ name: file.name })}`);
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => change(key, { share: loaded / total });
    request.onerror = () => change(key, { fault: w.fileLost(file.name) });
    request.onload = () => {
      const answer = request.response as (Stored & { message?: string }) | null;
      if (request.status !== 201 || !answer) {
        change(key, { fault: answer?.message ? w.fileFailed(file.name, answer.message) : w.fileLost(file.name) });
        return;
      }
      remove(key);
      put.current(markdownOf({ ...answer, name: file.name })); // the kept name is made for an address
      setDone(w.added(file.name));
    };
    request.send(file);
  };
  return { all, done, add: (files) => [...files].forEach(begin), remove };
}
