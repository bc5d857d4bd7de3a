// The texts of "Which questions does this answer?"
import { outcomeWords } from '../gapwords';
import type { GapOf } from './checkjson';
import { count } from './words';

const sources: Record<string, string> = { gap: 'from a gap', asked: 'asked', phrasing: 'a phrasing' };

// What became of a question that makes no gap.
const outcomes: Record<string, string> = { fine: 'answered', pending: 'asked back' };

export const p = {
  title: 'Which questions does this answer?',
  intro: 'Ask the bot with this text in place. Nothing of it is in use until you publish.',
  field: 'Questions',
  fieldHint: 'One per line, in customers’ words. Questions of other articles that lie near are asked by themselves.',
  pick: 'Pick real questions',
  pickSearch: 'Search in what customers asked',
  pickLoading: 'Loading the questions…',
  pickNone: 'No question found. Try other words.',
  pickFound: (n: number) => count(n, 'question'),
  customers: (n: number) => count(n, 'customer'),
  outcome: (outcome: string) => outcomes[outcome] ?? outcomeWords(outcome),
  source: (source: string) => sources[source] ?? source,

  ask: 'Check this text',
  askAgain: 'Check again',
  asking: 'Asking the bot, as it is and with this text…',
  stale: 'These results are for an earlier text.',
  staleAsking: 'These results are for an earlier text. Checking again…',
  sum: ({ was, is }: { was: number; is: number }, n: number) => `${is} of ${count(n, 'question')} answered from this article; ${was} as published.`,
  sameText: 'This text is what customers read, so both columns say the same.',
  was: 'Published',
  is: 'With this text',
  results: 'Your questions',

  takesNothing: 'Takes no question away from another article.',
  takes: (n: number) =>
    n === 1 ? 'This text takes a question away from another article' : `This text takes ${n} questions away from other articles`,
  takesWhy: (n: number) => `Customers get another answer then. Add ${n === 1 ? 'it' : 'them'} to the exam, and nobody can break ${n === 1 ? 'it' : 'them'} unseen.`,

  add: 'Add to exam',
  addNamed: (question: string) => `Add to exam: ${question}`,
  inExam: 'In the exam',
  undo: 'Undo',
  undoNamed: (question: string) => `Undo: take “${question}” out of the exam`,
  saveFirst: 'Save the article first: the exam names it.',

  gaps: 'Gaps of this article',
  gapWords: ({ asked, was, is }: GapOf) => `${is} of ${count(asked, 'question')} would be answered; ${was} are now.`,
};
