// An import from the file to what was done.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal, aborted, call, sentence } from '../../staff/call';
import type { Comparison } from '../check/checkjson';
import { stoppedBy } from '../check/gatedialog';
import type { Look, Summary } from './importjson';
import { iw } from './importwords';
import { lookAt, refusalOf } from './upload';

/** Where an import stands. */
export type Stage =
  | { name: 'choosing' }
  /** share is how much has left, 0 to 1 */
  | { name: 'sending'; file: File; share: number }
  | { name: 'looked'; file: File; look: Look }
  | { name: 'done'; look: Look; summary: Summary };

/** An import and what can be done with it. */
export interface Import {
  stage: Stage;
  /** what went wrong, a sentence; "" if nothing did */
  fault: string;
  /** what was looked at does not hold any more: the same file has to be looked at again */
  outdated: boolean;
  /** it is being written */
  applying: boolean;
  /** what gets worse, if the exam has stopped it */
  stopped: Comparison | null;
  choose: (files: ArrayLike<File>) => void;
  stop: () => void;
  /** overrule is the reason to go on although the exam gets worse, "" for none */
  apply: (withdrawGone: boolean, overrule: string) => void;
  mend: () => void;
  /** begins again */
  reset: () => void;
}

/** One import at a time. Leaving the page stops what is on its way to the server. */
export function useImport(): Import {
  const [stage, setStage] = useState<Stage>({ name: 'choosing' });
  const [fault, setFault] = useState('');
  const [outdated, setOutdated] = useState(false);
  const [applying, setApplying] = useState(false);
  const [stopped, setStopped] = useState<Comparison | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const clear = () => {
    setFault('');
    setOutdated(false);
    setStopped(null);
  };
  const reset = () => {
    running.current?.abort();
    clear();
    setStage({ name: 'choosing' });
  };
  const choose = (files: ArrayLike<File>) => {
    const file = files[0];
    if (!file) return;
    reset();
    const refusal = files.length > 1 ? iw.one : refusalOf(file);
    if (refusal) return setFault(refusal);
    const stop = new AbortController();
    running.current = stop;
    setStage({ name: 'sending', file, share: 0 });
    lookAt(file, (share) => !stop.signal.aborted && setStage({ name: 'sending', file, share }), stop.signal).then(
      (look) => setStage({ name: 'looked', file, look }),
      (refused: unknown) => {
        if (aborted(refused)) return;
        setStage({ name: 'choosing' });
        setFault(sentence(refused));
      },
    );
  };
  const apply = (withdrawGone: boolean, overrule: string) => {
    if (stage.name !== 'looked' || applying) return;
    const { look } = stage;
    setApplying(true);
    setFault('');
    const body = { token: look.token, withdraw_gone: withdrawGone, overrule };
    call<{ summary: Summary }>('POST', '/api/editor/import/apply', body)
      .then(
        ({ summary }) => {
          clear();
          setStage({ name: 'done', look, summary });
        },
        (refused: unknown) => {
          const worse = stoppedBy(refused);
          if (worse) return setStopped(worse);
          setFault(sentence(refused));
          if (!isOutdated(refused)) return;
          setStopped(null);
          setOutdated(true);
        },
      )
      .finally(() => setApplying(false));
  };
  const stop = () => {
    reset();
    setFault(iw.stopped);
  };
  return { stage, fault, outdated, applying, stopped, choose, stop, apply, mend: () => setStopped(null), reset };
}

/** Articles were changed since, or the server has forgotten what it looked at. */
function isOutdated(refused: unknown): boolean {
  return refused instanceof Refusal && (refused.code === 'conflict' || refused.status === 404);
}
