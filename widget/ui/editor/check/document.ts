// A document of the room that goes through the gate when it is saved.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Keeper, Kind, Stored } from '../../staff/draft';
import { Draft } from '../../staff/draft';
import type { Comparison } from './checkjson';
import { stoppedBy } from './gatedialog';

/** Where a document is kept; both throw a Refusal. */
export interface Place {
  load: () => Promise<Stored>;
  /** returns the new revision; overrule is the reason to save although the exam gets worse, "" for none */
  save: (revision: number, value: unknown, overrule: string) => Promise<number>;
}

/** A document that is edited, and what the gate said to it. */
export interface Gated<T> {
  draft: Draft<T>;
  /** what gets worse, null unless the gate has just stopped it */
  stopped: Comparison | null;
  /** saves although the exam gets worse */
  overrule: (reason: string) => void;
  /** goes on editing */
  mend: () => void;
}

/** Loads a document, and shows the page again whenever something about it changes. */
export function useGated<T>(name: string, kind: Kind<T>, me: string, place: Place, setDirty: (dirty: boolean) => void): Gated<T> {
  const [, again] = useState(0);
  const [stopped, setStopped] = useState<Comparison | null>(null);
  const reason = useRef('');
  const [draft] = useState(() => {
    const keeper: Keeper = {
      load: place.load,
      save: async (_, revision, value) => {
        try {
          const saved = await place.save(revision, value, reason.current);
          setStopped(null);
          return saved;
        } catch (refused) {
          setStopped(stoppedBy(refused));
          throw refused;
        }
      },
    };
    return new Draft<T>(name, kind, keeper, me, () => Date.now());
  });
  useEffect(() => {
    const end = draft.listen(() => again((n) => n + 1));
    void draft.open();
    return end;
  }, [draft]);
  setDirty(draft.dirty);
  const overrule = (why: string) => {
    reason.current = why;
    void draft.save().finally(() => (reason.current = ''));
  };
  return { draft, stopped, overrule, mend: () => setStopped(null) };
}
