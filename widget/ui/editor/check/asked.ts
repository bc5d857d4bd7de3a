// A question to the server whose answer takes a while and holds only for what was asked.
import { useEffect, useRef, useState } from 'preact/hooks';
import { aborted, sentence } from '../../staff/call';

/** How a question to the server stands. */
export interface Asked<T> {
  /** the newest answer */
  result: T | null;
  /** the answer is to something else than what stands there now */
  stale: boolean;
  busy: boolean;
  /** why there is no answer, as a sentence; "" if nothing went wrong */
  fault: string;
  /** asks now */
  ask: () => void;
  /** does not wait for the answer any more */
  stop: () => void;
}

/**
 * Asks when told to; then, while the component is shown, again by itself so many ms after the key changed. The key
 * stands for everything that is asked. Without a pause nothing is asked by itself. An answer that comes after another
 * question was asked is dropped.
 */
export function useAsked<T>(key: string, work: (signal: AbortSignal) => Promise<T>, pause?: number): Asked<T> {
  const [answer, setAnswer] = useState<{ key: string; result: T } | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const running = useRef<AbortController | null>(null);
  const begun = useRef<string | null>(null);
  const newest = useRef({ key, work });
  newest.current = { key, work };

  const ask = () => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    const asked = newest.current;
    begun.current = asked.key;
    setBusy(true);
    setFault('');
    asked.work(stop.signal).then(
      (result) => {
        if (stop.signal.aborted) return;
        setAnswer({ key: asked.key, result });
        setBusy(false);
      },
      (refused: unknown) => {
        if (stop.signal.aborted || aborted(refused)) return;
        setFault(sentence(refused));
        setBusy(false);
      },
    );
  };
  const stop = () => {
    running.current?.abort();
    setBusy(false);
  };
  useEffect(() => {
    if (pause === undefined || begun.current === null || begun.current === key) return;
    const timer = setTimeout(ask, pause);
    return () => clearTimeout(timer);
  }, [key]);
  useEffect(() => () => running.current?.abort(), []);
  return { result: answer?.result ?? null, stale: answer !== null && answer.key !== key, busy, fault, ask, stop };
}
