// One thing at a time is asked of the server, and what went wrong is told where it belongs.
import { useRef, useState } from 'preact/hooks';
import { Refusal, sentence } from '../staff/call';
import type { Revision } from '../staff/http';
import type { Comparison } from './check/checkjson';
import type { FieldName } from './content';
import { fieldNamed } from './content';
import { t } from './strings';

/** What the server is doing for us. */
export type Busy = '' | 'saving' | 'publishing' | 'withdrawing' | 'working';

/** Why something did not work. */
export interface Fault {
  text: string;
  /** the field to mend, if one is to blame */
  field?: FieldName;
  /** the session has ended */
  signedOut?: boolean;
}

/** How it ended: done; told in the dialog that asked; told elsewhere on the page; somebody else has to do it. */
export type Outcome = 'done' | 'told' | 'elsewhere' | 'second';

/** What the exam has stopped, and how to do it all the same. */
export interface Stopped {
  act: 'publish' | 'withdraw' | 'schedule';
  comparison: Comparison;
  overrule: (reason: string) => Promise<Outcome>;
}

/** How the work stands. */
export interface Work {
  busy: Busy;
  fault: Fault | null;
  setFault: (fault: Fault | null) => void;
  /** tells what is wrong before the server is asked; the place to mend it is on the page */
  fail: (fault: Fault) => void;
  /** what went well, to tell */
  done: string;
  setDone: (text: string) => void;
  stopped: Stopped | null;
  setStopped: (stopped: Stopped | null) => void;
  /** Does one thing; undefined if it did not work, or if something else is being done. */
  during: <T>(what: Busy, work: () => Promise<T>, retry?: Omit<Stopped, 'comparison'>) => Promise<T | undefined>;
  /** how the last thing ended */
  outcome: () => Outcome;
}

/** Tells what the server refuses; conflict is called with the revision of somebody else. */
export function useWork(conflict: (theirs: Revision) => void): Work {
  const [busy, setBusy] = useState<Busy>('');
  const [fault, setFault] = useState<Fault | null>(null);
  const [done, setDone] = useState('');
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const working = useRef(false);
  const ended = useRef<Outcome>('done');

  const refuse = (refused: unknown, retry?: Omit<Stopped, 'comparison'>): Outcome => {
    const refusal = refused instanceof Refusal ? refused : null;
    if (refusal?.code === 'conflict' && refusal.body.current) {
      conflict(refusal.body.current as Revision);
      return 'elsewhere';
    }
    if (refusal?.code === 'exam_worse' && refusal.body.comparison && retry) {
      setStopped({ ...retry, comparison: refusal.body.comparison as Comparison });
      return 'elsewhere';
    }
    if (refusal?.status === 401) {
      setFault({ text: t.signedOut, signedOut: true });
      return 'elsewhere';
    }
    if (refusal?.code === 'needs_second') return 'second';
    const text = sentence(refused);
    const field = refusal && (refusal.status === 422 || refusal.code === 'exists') ? fieldNamed(text) : undefined;
    setFault(field ? { text, field } : { text });
    return field ? 'elsewhere' : 'told';
  };

  const during: Work['during'] = async (what, work, retry) => {
    if (working.current) {
      ended.current = 'told';
      return undefined;
    }
    working.current = true;
    setBusy(what);
    setFault(null);
    setDone('');
    try {
      const answer = await work();
      setStopped(null);
      ended.current = 'done';
      return answer;
    } catch (refused) {
      ended.current = refuse(refused, retry);
      return undefined;
    } finally {
      working.current = false;
      setBusy('');
    }
  };
  const fail = (what: Fault) => {
    setFault(what);
    setDone('');
    ended.current = 'elsewhere';
  };
  return { busy, fault, setFault, fail, done, setDone, stopped, setStopped, during, outcome: () => ended.current };
}
