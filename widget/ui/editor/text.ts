// What stands in the form, and what it was filled from.
import { useState } from 'preact/hooks';
import type { Revision } from '../staff/http';
import type { FieldName, Fields } from './content';
import { empty, fieldsOf, same } from './content';

/** The text of an article while it is written. */
export interface Text {
  fields: Fields;
  /** what is saved, to be compared with */
  saved: Fields;
  /** the revision that the form was filled from, 0 for a new article */
  base: number;
  /** something differs from what is saved */
  dirty: boolean;
  set: (name: FieldName, value: string) => void;
  /** puts other fields into the form; what is saved stays */
  put: (fields: Fields) => void;
  /** puts a saved revision into the form */
  fill: (revision: Revision) => void;
  /** the fields were saved as the revision; what was typed since stays */
  savedAs: (fields: Fields, revision: number) => void;
  /** the form counts as written over the revision */
  over: (revision: number, saved?: Fields) => void;
}

/** Begins with the fields, of which nothing is saved. */
export function useText(begin: Fields): Text {
  const [fields, setFields] = useState(begin);
  const [saved, setSaved] = useState(empty);
  const [base, setBase] = useState(0);
  return {
    fields,
    saved,
    base,
    dirty: !same(fields, saved),
    set: (name, value) => setFields((old) => ({ ...old, [name]: value })),
    put: setFields,
    fill: (revision) => {
      setBase(revision.number);
      setFields(fieldsOf(revision));
      setSaved(fieldsOf(revision));
    },
    savedAs: (sent, revision) => {
      setBase(revision);
      setSaved(sent);
    },
    over: (revision, under) => {
      setBase(revision);
      if (under) setSaved(under);
    },
  };
}
