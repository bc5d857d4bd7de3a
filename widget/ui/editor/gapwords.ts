// Every text of the gap screens.
import { reasonWords } from '../staff/reasons';
import type { Gap, GapState, Outcome, Rechecked, Trend } from './gapjson';
import type { GapFilter, Period } from './route';

const states: Record<GapState, string> = { open: 'Open', reopened: 'Open again', closed: 'Answered now', dismissed: 'Dismissed' };

const filterNames: Record<GapFilter, string> = { open: 'Open', closed: 'Answered now', dismissed: 'Dismissed', all: 'All' };

// In the order of the server: what says most about the articles first.
const outcomes: Record<Outcome, string> = {
  unanswered: 'without an answer',
  'no-choice': 'asked back and nothing chosen',
  unhelpful: 'the answer did not help',
  'rated-low': 'rated badly',
  'by-hand': 'answered by an agent',
};

const arrows: Record<Trend, string> = { rising: '↑', falling: '↓', steady: '→' };

const trends: Record<Trend, string> = { rising: 'More', falling: 'Fewer', steady: 'About the same' };

const within = (days: number) => `in the last ${days} days`;

const emptyLists: Record<GapFilter, (days: number) => string> = {
  open: (days) => `No question went unanswered ${within(days)}. When customers ask something that no article answers, it appears here, grouped by what they need.`,
  closed: (days) => `No gap of questions asked ${within(days)} is answered now. A gap moves here when most of its questions are answered.`,
  dismissed: (days) => `No gap of questions asked ${within(days)} was dismissed.`,
  all: (days) => `No question went unanswered ${within(days)}, and none that did has been answered or dismissed since.`,
};

export const g = {
  title: 'Gaps',
  link: 'Gaps',
  allArticles: 'All articles',
  allGaps: 'All gaps',
  intro: 'What customers asked and no article answered well, grouped by what they need. Write an article, and the bot answers the next customer.',
  period: 'Period',
  lastDays: (days: Period) => `Last ${days} days`,
  stateFilter: 'State',
  filterName: (filter: GapFilter) => filterNames[filter],
  loadingList: 'Loading the gaps…',
  found: (n: number) => (n === 1 ? '1 gap' : `${n} gaps`),
  emptyList: (filter: GapFilter, days: number) => emptyLists[filter](days),
  tryAgain: 'Try again',

  caption: (days: number) => `Questions without a good answer ${within(days)}`,
  ranking: 'What costs most comes first: the agents’ time, and five minutes for each customer.',
  columnExample: 'Question',
  columnCustomers: 'Customers',
  columnMinutes: 'Agents’ time',
  columnQuestions: 'Times asked',
  columnTrend: 'Trend of customers',
  columnOutcomes: 'What became of them',
  columnState: 'State',
  wordless: 'Questions without words',
  articleWritten: 'Article written',

  loading: 'Loading the gap…',
  missing: 'This gap does not exist any more.',
  figures: (days: number) => `Figures ${within(days)}`,
  firstAsked: 'First asked',
  lastAsked: 'Last asked',
  checked: 'Asked again',
  write: 'Write article',
  writeAnother: 'Write another article',
  writeHint: 'The new article begins with what customers asked and what agents answered, without personal data. Read it before you publish.',
  writeEmpty: 'No agent has answered this yet: the new article begins with the questions only.',
  openArticle: 'Open the article',
  recheck: 'Ask again now',
  rechecking: 'Asking again…',
  dismiss: 'Not worth an article',
  dismissed: 'Dismissed. The gap stays off the list, whatever is asked.',
  undo: 'Undo',
  reopen: 'Put back on the list',
  reopened: 'The gap is on the list again.',

  examples: 'What customers asked',
  noExamples: 'The questions are not kept any more.',
  tried: 'What the bot thought of',
  triedNothing: 'The bot found no article.',
  answers: 'What agents answered',
  noAnswers: 'No agent answered.',

  writtenFor: 'This article is written for a gap.',
  seeGap: 'See the gap',
  notNoted: 'The article is saved, but the gap does not know of it yet. That is tried again when you save or publish.',
};

/** How a gap stands, in words. */
export function stateWords(state: GapState): string {
  return states[state];
}

/** An outcome in words; one that is not known here as it is. */
export function outcomeWords(outcome: string): string {
  return outcomes[outcome as Outcome] ?? outcome;
}

/** What became of the questions of a gap, what says most about the articles first. */
export function outcomesWords(counts: Gap['outcomes']): string {
  const order = Object.keys(outcomes);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(counts ?? {})
    .filter(([, n]) => n > 0)
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, n]) => `${n} ${outcomeWords(name)}`)
    .join(', ');
}

/** What became of one question, and why it was handed to a person. */
export function fateWords(outcome: string, reason: string | undefined): string {
  return [outcomeWords(outcome), reasonWords(reason)]
    .filter(Boolean)
    .map((words) => words.charAt(0).toUpperCase() + words.slice(1))
    .join(' · ');
}

/** An arrow for a trend; the words say the same. */
export function trendArrow(trend: Trend): string {
  return arrows[trend];
}

/** A trend with the customers of the period before. */
export function trendWords({ trend, before_customers: before, customers }: Pick<Gap, 'trend' | 'before_customers' | 'customers'>): string {
  if (before === 0) return customers > 0 ? 'None before' : trends.steady;
  return `${trends[trend]} (${before} before)`;
}

/** Minutes as people say them: 45 min, 2 h, 2 h 15 min. */
export function timeWords(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes));
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** How many of the questions have an answer now. */
export function answeredWords({ asked, answered }: Pick<Rechecked, 'asked' | 'answered'>): string {
  if (asked === 0) return 'There is no question to ask again.';
  return `${answered} of ${asked} ${answered === 1 ? 'is' : 'are'} answered now.`;
}

/** What came of asking again, and what it changed. */
export function recheckWords(before: GapState, result: Rechecked): string {
  const said = answeredWords(result);
  if (result.state === before) return said;
  if (result.state === 'closed') return `${said} The gap is closed; it comes back if the answers get lost.`;
  return result.state === 'reopened' ? `${said} The gap is open again.` : said;
}

/** The class of the chip of a state. */
export function stateLook(state: GapState): string {
  return { open: 'over', reopened: 'urgent', closed: 'good', dismissed: '' }[state];
}
