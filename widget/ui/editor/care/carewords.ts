// What the lists of articles that need somebody say.
import type { CareList } from '../route';

interface ListWords {
  name: string;
  /** what is on it */
  what: string;
  /** nothing is */
  none: string;
}

const lists: Record<CareList, ListWords> = {
  suggestions: {
    name: 'Agents’ suggestions',
    what: 'What agents think should be changed in an article.',
    none: 'No suggestion waits. Agents make one with “Suggest a fix” beside an article in their console.',
  },
  waiting: {
    name: 'Waiting for review',
    what: 'Drafts that somebody else is to read, and those that were sent back.',
    none: 'No draft waits for review.',
  },
  refused: {
    name: 'Refused by the folder',
    what: 'Files of the watched folder whose newest version was not taken over.',
    none: 'Every file of the watched folder was taken over, or no folder is watched.',
  },
  scheduled: {
    name: 'Scheduled',
    what: 'Articles that are published or withdrawn by themselves at a time, and what went wrong with it.',
    none: 'Nothing is scheduled.',
  },
  rated: {
    name: 'Rated badly',
    what: 'Articles that fewer than half of their readers find helpful.',
    none: 'No article is rated badly, or too few readers have voted yet.',
  },
  twins: {
    name: 'Duplicates and contradictions',
    what: 'Two articles that answer the same question: with the same words, or with different numbers.',
    none: 'No two articles say the same or contradict each other.',
  },
  links: {
    name: 'Broken links',
    what: 'Links to articles, files and addresses that are not there.',
    none: 'Every link leads somewhere.',
  },
  review: {
    name: 'Past their review date',
    what: 'Articles that somebody was to read again by now.',
    none: 'No article is past its review date.',
  },
  translations: {
    name: 'Translations',
    what: 'Articles that are missing in a language, or older than what they translate.',
    none: 'Every translation is there and up to date.',
  },
  useless: {
    name: 'Answer nothing',
    what: 'Articles that were quoted in no answer for 90 days.',
    none: 'Every article answers something, or the desk is too new to tell.',
  },
};

export const cw = {
  list: (name: CareList) => lists[name],
  title: 'To do',
  intro: 'Articles that need somebody, by the reason. The lists make themselves; a row goes away when its cause does.',
  lists: 'Lists',
  all: 'All lists',
  nothing: 'nothing',
  articles: (n: number) => (n === 1 ? '1 article' : `${n} articles`),
  loading: 'Loading the lists…',
  loadingList: 'Loading the list…',
  found: (shown: number, total: number) =>
    shown < total ? `${total} on this list; the first ${shown} are shown.` : total === 1 ? '1 on this list' : `${total} on this list`,
  allDone: 'Nothing needs you right now.',
  tryAgain: 'Try again',
  groups: { asked: 'Somebody waits for you', noticed: 'Customers notice', upkeep: 'Upkeep' },

  next: 'What to do:',
  open: 'Open the article',
  openBoth: 'Open both',
  openBothHint: 'The other one opens in a new tab.',
  differs: 'differs',
  byAt: (who: string, when: string) => (who ? `${who}, ${when}` : when),
  conversation: 'See the conversation',
  done: 'Mark as done',
  decline: 'Decline',
  isDone: 'Marked as done.',
  isDeclined: 'Declined.',
  undo: 'Undo',

  explain: 'Explain',
  asking: 'Asking the model…',
  stop: 'Stop',
  byModel: 'Explained by a language model:',
};
