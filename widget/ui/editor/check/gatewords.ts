// What the gate says when the exam gets worse.
import type { Comparison } from './checkjson';
import { count } from './words';

/** What the exam has stopped. */
export type StoppedAct = 'publish' | 'withdraw' | 'schedule' | 'save' | 'import';

const title: Record<StoppedAct, string> = {
  publish: 'Not published: the exam gets worse',
  withdraw: 'Not withdrawn: the exam gets worse',
  schedule: 'Not scheduled: the exam gets worse',
  save: 'Not saved: the exam gets worse',
  import: 'Not imported: the exam gets worse',
};

const anyway: Record<StoppedAct, string> = {
  publish: 'Publish anyway',
  withdraw: 'Withdraw anyway',
  schedule: 'Schedule anyway',
  save: 'Save anyway',
  import: 'Import anyway',
};

/** How long something took, short. */
function seconds(ms: number): string {
  return ms < 1000 ? 'under a second' : `${(ms / 1000).toFixed(1)} s`;
}

export const d = {
  title,
  anyway,
  close: 'Close',
  changes: 'What changes in the exam',
  why: (worse: number, better: number) =>
    `${count(worse, 'question')} ${worse === 1 ? 'gets' : 'get'} worse` +
    (better > 0 ? `, and ${better} ${better === 1 ? 'gets' : 'get'} better.` : '.') +
    ' Nothing has changed yet.',
  sums: ({ asked, was, is, took_ms: took }: Comparison) =>
    `${is} of ${count(asked, 'exam question')} would be right; ${was} ${was === 1 ? 'is' : 'are'} right now. Asked in ${seconds(took)}.`,
  worse: (n: number) => `Gets worse (${n})`,
  better: (n: number) => `Gets better (${n})`,
  noBetter: 'No question gets better.',
  noWorse: 'No question gets worse.',
  mend: 'Go back and mend it',
  whom: 'Only managers and administrators may go on although the exam gets worse. Mend it, or ask one of them.',
  overrule: 'Go on although the exam gets worse',
  reason: 'Reason',
  reasonMissing: 'Write why this is right although the exam gets worse.',
  reasonHint: 'It is kept in the log with your name.',
  working: 'Working…',
};
