// Texts besides the one in the form: what somebody else saved meanwhile, and what was typed earlier.
import { useState } from 'preact/hooks';
import type { Revision } from '../staff/http';
import type { Fields } from './content';
import { fieldsOf } from './content';
import type { Text } from './text';

/** What somebody else saved while this page was written. */
export interface Theirs {
  /** to be decided about */
  conflict: Revision | null;
  /** while both texts are merged by hand */
  merging: Revision | null;
  /** puts theirs into the form and returns its number, 0 if there is none */
  load: () => number;
  /** goes on with the form as if it had been written over theirs */
  merge: () => void;
  keepEditing: () => void;
  /** the form goes its own way from here on: what was decided is over */
  settle: () => void;
  stopMerging: () => void;
}

/** The conflict is kept by the caller, whose work with the server runs into it. */
export function useTheirs(text: Text, conflict: Revision | null, setConflict: (theirs: Revision | null) => void): Theirs {
  const [merging, setMerging] = useState<Revision | null>(null);
  const settle = () => {
    setConflict(null);
    setMerging(null);
  };
  return {
    conflict,
    merging,
    load: () => {
      if (!conflict) return 0;
      text.fill(conflict);
      settle();
      return conflict.number;
    },
    merge: () => {
      if (!conflict) return;
      text.over(conflict.number, fieldsOf(conflict));
      setMerging(conflict);
      setConflict(null);
    },
    keepEditing: () => setConflict(null),
    settle,
    stopMerging: () => setMerging(null),
  };
}

/** What was typed earlier, here or in another browser, and not saved. */
export interface Found {
  fields: Fields;
  /** the revision that it was begun from */
  base: number;
  at: number;
}
