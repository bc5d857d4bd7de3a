// The JSON that the gap screens and the server exchange.

/** How a gap stands; a reopened one was closed or dismissed and is back. */
export type GapState = 'open' | 'reopened' | 'closed' | 'dismissed';

/** What became of a question that got no good answer. */
export type Outcome = 'unanswered' | 'no-choice' | 'unhelpful' | 'rated-low' | 'by-hand';

/** Customers of the period against the one before. */
export type Trend = 'rising' | 'falling' | 'steady';

/** Questions of one need that got no good answer, with what they cost in a period. */
export interface Gap {
  id: string;
  /** one of its questions */
  example: string;
  /** BCP 47, "" if unknown */
  locale: string;
  state: GapState;
  /** id of the article that was written for it, "" if none */
  article: string;
  questions: number;
  customers: number;
  /** of agents */
  minutes: number;
  before_questions: number;
  before_customers: number;
  trend: Trend;
  /** ms since 1970 */
  first: number;
  last: number;
  outcomes: Partial<Record<Outcome, number>> | null;
  /** questions that were asked again, and those that had an answer then */
  asked: number;
  answered: number;
  /** when they were asked again, ms since 1970, 0 if never */
  checked: number;
}

/** The gaps of a period, those that cost most first. */
export interface GapList {
  days: number;
  gaps: Gap[] | null;
}

/** A question of a gap, without personal data. */
export interface Example {
  text: string;
  locale: string;
  /** ms since 1970 */
  at: number;
  outcome: Outcome;
  /** why it was handed to a person, if it was */
  reason?: string;
  /** the articles that the bot thought of, best first */
  tried: { article: string; title: string }[] | null;
  /** what agents wrote */
  answers: string[] | null;
}

/** What an article for a gap can begin with. */
export interface Beginning {
  title: string;
  phrasings: string[] | null;
  /** Markdown */
  body: string;
}

/** One gap in full. */
export interface GapDetail {
  gap: Gap;
  examples: Example[] | null;
  draft: Beginning;
}

/** What came of asking the questions of a gap again. */
export interface Rechecked {
  asked: number;
  answered: number;
  state: GapState;
}
