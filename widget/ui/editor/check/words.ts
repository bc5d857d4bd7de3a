// What the exam and the panel of questions say about verdicts.
import { compared } from '../../staff/percent';
import type { Change, Decision, Grade, Named, Pair, Verdict } from './checkjson';

/** The id that a new article has before it is saved. */
export const unsavedID = 'new:draft';

const signs: Record<Decision, string> = { answer: '“', clarify: '?', handoff: '→' };

const grades: Record<Grade, { words: string; sign: string; look: string }> = {
  correct: { words: 'Right', sign: '✓', look: 'good' },
  asked: { words: 'Asks back', sign: '?', look: 'over' },
  nothing: { words: 'Not answered', sign: '–', look: 'over' },
  wrong: { words: 'Wrong answer', sign: '✕', look: 'urgent' },
};

const changes: Record<Change, { words: string; sign: string; look: string }> = {
  worse: { words: 'Worse', sign: '↓', look: 'urgent' },
  better: { words: 'Better', sign: '↑', look: 'good' },
  same: { words: 'Same', sign: '=', look: '' },
};

/** The verdicts and their parts in words; `here` is the id of the article that is looked at, "" if none is. */
export const v = {
  sign: (decision: Decision) => signs[decision] ?? '',
  grade: (grade: Grade) => grades[grade],
  change: (change: Change) => changes[change],
  was: 'Before',
  is: 'After',
  question: 'Question',
  acts: 'Actions',
  expects: (articles: string) => `Expected: ${articles}`,
  passage: 'Passage that fits best',
  more: 'What the customer reads',
  place: (n: number) => (n > 0 ? `place\u00a0${n}` : 'not found'),
  score: (score: number) => `score\u00a0${score.toFixed(2)}`,
  followUp: (before: string[]) => `after “${before.join('”, “')}”`,
  toPerson: 'a person',
};

/** What the bot does, in words. */
export function decisionWords(verdict: Verdict, here: string): string {
  const { decision, article } = verdict;
  if (decision === 'handoff') return 'Hands over to a person';
  if (decision === 'clarify') {
    const offered = (verdict.offered ?? []).map(({ id, title }) => (id === here ? 'this article' : `“${title || id}”`));
    return offered.length > 0 ? `Asks back: ${offered.join(' or ')}` : 'Asks back';
  }
  return article === here ? 'Answers from this article' : `Answers from “${verdict.title || article}”`;
}

/** How sure the bot is and how sure it has to be; "" if it thought of no article. */
export function sureWords({ article, confidence, threshold }: Verdict): string {
  if (!article) return 'No article fits';
  const { sure, from } = compared(confidence, threshold);
  // A threshold above one means that the bot never answers by itself.
  return threshold > 1 ? `${sure} sure` : `${sure} sure, answers from ${from}`;
}

/** What is expected of a question, in words. */
export function expectedWords(articles: Named[] | null): string {
  const titles = (articles ?? []).map(({ id, title }) => `“${title || id}”`);
  return titles.length > 0 ? titles.join(' or ') : v.toPerson;
}

/** Reports whether the bot answers from the article. */
export function answersFrom(verdict: Verdict, article: string): boolean {
  return verdict.decision === 'answer' && verdict.article === article;
}

/** How many of the questions the article answers after a change, and how many it did before. */
export function countAnswered(pairs: readonly Pair[], article: string): { was: number; is: number } {
  const of = (which: 'was' | 'is') => pairs.filter((pair) => answersFrom(pair[which], article)).length;
  return { was: of('was'), is: of('is') };
}

/** Questions, one a line, without blanks around them, empty ones and repetitions. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter(Boolean);
}

/** "1 question", "2 questions". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
