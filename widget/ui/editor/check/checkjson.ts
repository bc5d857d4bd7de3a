// The JSON of the exam, of the panel of questions and of "Try it", as the editor's room and the server exchange it.

/** What the bot does with a question. */
export type Decision = 'answer' | 'clarify' | 'handoff';

/** How good that is for a question of the exam, from the worst to the best. */
export type Grade = 'wrong' | 'nothing' | 'asked' | 'correct';

/** What a change does to a question. */
export type Change = 'worse' | 'better' | 'same';

/** An article by name. */
export interface Named {
  id: string;
  title: string;
}

/** What the bot did with one question. */
export interface Verdict {
  decision: Decision;
  /** id of the article it thought of first, "" if none */
  article: string;
  revision: number;
  title: string;
  /** place of the expected article among those found, from 1; 0 if it was not found */
  place: number;
  score: number;
  /** 0..1 */
  confidence: number;
  /** the confidence from which the bot answers, 0..1 */
  threshold: number;
  /** the answer as the customer reads it */
  text: string;
  /** the passage that the answer is from */
  passage: string;
  /** the choices of a clarification */
  offered: Named[] | null;
}

/** One question before and after a change. */
export interface Pair {
  /** of the exam question, "" if it is none */
  id: string;
  question: string;
  /** what the customer had asked before it, oldest first */
  before: string[] | null;
  /** what is expected; none: the bot shall hand over to a person */
  articles: Named[] | null;
  was: Verdict;
  is: Verdict;
  was_grade: Grade;
  is_grade: Grade;
  change: Change;
}

/** What a change does to the exam. */
export interface Comparison {
  /** how many questions were asked */
  asked: number;
  /** how many of them were right before */
  was: number;
  /** how many are right after it */
  is: number;
  took_ms: number;
  worse: Pair[] | null;
  better: Pair[] | null;
}

/** A gap that the article was written for, and how many of its questions are answered. */
export interface GapOf {
  id: string;
  title: string;
  asked: number;
  /** answered as it is published */
  was: number;
  /** answered with the draft */
  is: number;
}

/** What the draft would do. */
export interface Checked {
  /** the questions that were asked, in their order */
  pairs: Pair[] | null;
  /** questions of other articles that the draft takes away */
  taken: Pair[] | null;
  gaps: GapOf[] | null;
}

/** A question that customers really asked, or a phrasing. */
export interface RealQuestion {
  question: string;
  customers: number;
  source: 'gap' | 'asked' | 'phrasing';
  /** what became of it, "" if nobody asked it */
  outcome: string;
}

/** A question of the exam. */
export interface ExamQuestion {
  id: string;
  question: string;
  before: string[] | null;
  /** status "" says that there is no such article any more */
  articles: (Named & { status: string })[] | null;
  /** a name */
  author: string;
  /** ms since 1970 */
  at: number;
}

/** A page of the exam. */
export interface ExamList {
  questions: ExamQuestion[] | null;
  total: number;
  /** from 1 */
  page: number;
  pages: number;
}

/** What came of sitting the exam. */
export interface Sat {
  comparison: Comparison;
  /** every question, if all were asked for */
  pairs: Pair[] | null;
}
