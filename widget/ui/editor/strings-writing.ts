// Every text of the part of the room where articles are written.
import type { Article, Scheduled } from '../staff/http';
import type { FieldName } from './content';

const fieldNames: Record<FieldName, string> = {
  slug: 'Name in the address',
  title: 'Title',
  body: 'Text',
  phrasings: 'Phrasings',
  tags: 'Tags',
  category: 'Category',
  locale: 'Language',
  audience: 'Who may read it',
  sites: 'Sites',
  review: 'Look at it again on',
  original: 'Translation of',
  originalRevision: 'Revision of the original',
};

/** What the check of a link found. */
export type LinkState = 'ok' | 'missing' | 'withdrawn' | 'draft' | 'dead' | 'unchecked';

const linkStates: Record<LinkState, string> = {
  ok: 'Works',
  missing: 'No such article',
  withdrawn: 'Withdrawn',
  draft: 'Not published',
  dead: 'Does not answer',
  unchecked: 'Not checked',
};

const linkSteps: Record<LinkState, string> = {
  ok: '',
  missing: 'Link to another article, or write this one.',
  withdrawn: 'Customers cannot open it. Publish it again, or take the link out.',
  draft: 'Customers cannot open it until it is published.',
  dead: 'Correct the address, or take the link out.',
  unchecked: 'Open it yourself to see whether it works.',
};

const plural = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

export const w = {
  field: (name: FieldName) => fieldNames[name],
  more: 'More',
  moreNone: 'category, language, readers, review date, translation',
  slugHint: 'It stays as it is when the title changes.',
  slugMade: 'Made of the title. It stays as it is when the title changes.',
  slugBack: 'Make it of the title',

  everybody: 'Everybody',
  staffOnly: 'Staff only: the bot never says it, agents find it',
  sitesOnly: 'Customers of these sites',
  sitesHint: 'Names of sites, separated by commas.',
  siteMissing: 'Name at least one site, or choose who else may read it.',
  audience: { everybody: '', staff: 'staff only', sites: 'some sites' },
  reviewHint: 'From that day on the article is listed for somebody to see whether it is still true.',
  reviewIn: (months: number) => `In ${months} months`,
  reviewNone: 'No date',
  reviewBy: (day: string) => `look again on ${day}`,

  isTranslation: 'translation',
  originalSearch: 'Search the article that this one translates',
  originalNone: 'No article matches.',
  originalFound: (n: number) => plural(n, 'article found', 'articles found'),
  originalRemove: 'No translation any more',
  originalGone: 'The original cannot be read.',
  sameAs: 'It says the same as revision',
  sameAsHint: (newest: number) => `Customers read revision ${newest} of the original.`,
  behind: (newest: number) => `The original is at revision ${newest} now.`,
  caughtUp: (newest: number) => `It says the same as revision ${newest} now`,
  originalChanges: 'What changed in the original since',
  originalText: 'Text of the original',

  addFile: 'Add an image or a file…',
  addFileHint: 'Or paste or drop it into the text: PNG, JPEG, GIF, WebP, PDF or plain text, up to 5 MB.',
  fileTooLarge: (name: string, mb: string) => `${name} has ${mb} MB; at most 5 MB are allowed.`,
  fileType: (name: string) => `${name} is neither an image (PNG, JPEG, GIF, WebP) nor a PDF or plain text.`,
  fileEmpty: (name: string) => `${name} is empty.`,
  fileLost: (name: string) => `${name} did not reach the server. Check your connection and add it again.`,
  fileFailed: (name: string, why: string) => `${name}: ${why}`,
  uploading: (name: string) => `Adding ${name}…`,
  added: (name: string) => `${name} is in the text.`,
  stop: 'Stop',
  hide: 'Hide',

  kept: (when: string) => `Kept ${when}, not saved`,
  notKept: (why: string) => `Not kept yet: ${why} It is tried again by itself.`,
  keepSignedOut: 'you are signed out.',
  keepOffline: 'no connection.',
  found: (when: string) => `You wrote something here (${when}) and did not save it.`,
  foundOver: (base: number, latest: number) => `It was begun from revision ${base}; revision ${latest} was saved since.`,
  foundFirst: 'Decide first, then write on.',
  goOn: 'Go on with it',
  dropIt: 'Drop it',
  whatDiffers: 'What differs',
  wentOn: 'This is what you wrote; it is not saved yet.',
  drop: 'Drop changes…',
  dropTitle: 'Drop what is not saved?',
  dropWhy: 'Everything since you last saved goes away.',
  dropped: 'Dropped. This is what was last saved.',
  notSavedYet: 'Not saved yet',
  untitled: 'Without a title',
  keptAt: (when: string) => `kept ${when}`,

  othersType: (names: string) => `Also writing here: ${names}. Who saves second is shown both texts.`,
  newer: (n: number, who: string) => `${who} saved revision ${n} meanwhile.`,
  showNewer: 'Show it',
  elsewhere: (source: string) => (source === 'folder' ? 'This article is kept in a folder of files.' : `This article is kept elsewhere (${source}).`),
  elsewhereHow: 'Change it there; here it is only read.',
  refused: (why: string) => `Its newest version there is not published: ${why}`,
  suggestions: (n: number) => plural(n, 'suggestion by agents', 'suggestions by agents'),

  moreActs: 'More',
  publishAt: 'Publish at a time…',
  withdrawAt: 'Withdraw at a time…',
  when: 'When',
  now: 'Now',
  atTime: 'At a time',
  time: 'Day and time',
  timeMissing: 'Choose a day and a time.',
  timePast: 'That time is past; choose a later one.',
  schedule: 'Keep this date',
  scheduledDone: 'The date is kept.',
  unscheduledDone: 'The date is cancelled.',
  willHappen: ({ act, revision }: Scheduled, when: string, who: string) =>
    act === 'publish' ? `Revision ${revision} will be published ${when} (${who}).` : `The article will be withdrawn ${when} (${who}).`,
  didNotHappen: ({ act, revision, fault }: Scheduled, when: string) =>
    `${act === 'publish' ? `Revision ${revision} was not published` : 'The article was not withdrawn'} ${when}: ${fault}`,
  cancelDate: 'Cancel the date',
  examNow: (is: number, asked: number) => `Exam: ${is} of ${asked} right.`,

  askReview: 'Ask for review…',
  askReviewTitle: 'Ask somebody else to read this',
  askReviewWhy: 'Who reads it publishes it or sends it back. What is not saved is saved first.',
  note: 'Note (if you like)',
  noteBack: 'What is to be changed',
  noteMissing: 'Say what is to be changed.',
  ask: 'Ask',
  asking: 'Asking…',
  twoPersons: 'Nothing is published here by who wrote it: a second person reads it first.',
  mayNot: 'Your role does not publish articles: ask somebody to do it.',
  reviewAsked: 'Asked. It is in the list of articles that wait for review.',
  reviewMine: (n: number, when: string) => `You asked for a review of revision ${n} (${when}).`,
  reviewOf: (who: string, n: number, when: string) => `${who} asks for a review of revision ${n} (${when}).`,
  reviewReturned: (who: string, n: number) => `${who} sent revision ${n} back.`,
  reviewAgain: 'Change it and ask again.',
  sendBack: 'Send back with a note…',
  sendBackTitle: 'Send it back',
  send: 'Send back',
  sentBack: 'Sent back.',

  sections: 'About this article',
  check: 'Which questions does this answer?',
  tryIt: 'Try it',
  links: 'Links',
  linksBad: (n: number) => `Links: ${n} to mend`,
  translations: 'Translations',

  checkLinks: 'Check the links',
  checkingLinks: 'Checking…',
  linksIntro: 'Links are also checked whenever you save.',
  noLinks: 'There is no link in the text.',
  linksDone: (all: number, bad: number, unchecked: number) =>
    `${plural(all, 'link', 'links')}, ${bad > 0 ? `${bad} to mend` : unchecked > 0 ? 'none to mend' : 'all fine'}${unchecked > 0 ? `, ${unchecked} not checked` : ''}.`,
  linkState: (state: LinkState) => linkStates[state],
  linkStep: (state: LinkState) => linkSteps[state],
  columnLink: 'Link',
  columnState: 'State',
  columnNext: 'What to do',

  noTranslations: 'There is no translation yet.',
  original: 'Original',
  older: 'Older than the original',
  translateInto: 'Write the translation into',
  translate: 'Write it',
  translateFirst: 'Save the article first; then it can be translated.',
  localeMissing: 'Name a language, such as de or pt-BR.',
  localeTaken: (locale: string) => `There is an article in ${locale} already: see the list.`,

  conflictHow: 'Red and crossed out is theirs, green and underlined is yours.',
  mergeByHand: 'Merge by hand',
  merging: (who: string, n: number) => `You merge your text with revision ${n} of ${who}.`,
  mergingHow: 'What differs from theirs now. Saving ends it.',
  takeTheirs: (name: FieldName) => `${fieldNames[name]}: take theirs`,

  compare: 'Compare',
  compareFrom: 'Compare',
  compareWith: 'with',
  inEditor: 'the text in the editor',
  compareTitle: (from: string, to: string) => `${from} → ${to}`,
  restoreOf: (n: number) => `Restore revision ${n}`,
} as const;

/** In which words it is said why one cannot publish oneself, "" if one can. */
export function whyReview(article: Article): string {
  return article.two_persons ? w.twoPersons : article.may_publish ? '' : w.mayNot;
}
