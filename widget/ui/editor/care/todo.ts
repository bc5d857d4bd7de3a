// How many articles need somebody, beside the way to the lists.
import { useEffect, useRef, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../../staff/call';
import type { CareList } from '../route';
import type { Count } from './carejson';

const interval = 120_000; // ms between looks
const least = 5_000; // ms; whoever goes from place to place asks no more often

/** What there is to do. */
export interface ToDo {
  /** null until it is known */
  counts: readonly Count[] | null;
  /** why it is not known, "" if it is */
  fault: string;
  /** asks again now */
  load: () => void;
}

/** Counts the lists, and again now and then and when somebody has gone elsewhere in the room. */
export function useToDo(visit: number): ToDo {
  const [counts, setCounts] = useState<readonly Count[] | null>(null);
  const [fault, setFault] = useState('');
  const asked = useRef({ at: 0, stop: new AbortController() });
  const load = () => {
    asked.current.stop.abort();
    const stop = new AbortController();
    asked.current = { at: Date.now(), stop };
    call<{ lists: Count[] | null }>('GET', '/api/editor/care', undefined, stop.signal).then(
      ({ lists }) => {
        setCounts(lists ?? []);
        setFault('');
      },
      (refused: unknown) => {
        if (!aborted(refused)) setFault(sentence(refused));
      },
    );
  };
  useEffect(() => {
    if (Date.now() - asked.current.at >= least) load();
  }, [visit]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) load();
    }, interval);
    return () => {
      clearInterval(timer);
      asked.current.stop.abort();
    };
  }, []);
  return { counts, fault, load };
}

// What is planned happens by itself.
const byItself: ReadonlySet<CareList> = new Set(['scheduled']);

/** How much waits for somebody; what happens by itself does not. */
export function waiting(counts: readonly Count[] | null): number {
  return (counts ?? []).filter(({ name }) => !byItself.has(name)).reduce((sum, { count }) => sum + count, 0);
}
