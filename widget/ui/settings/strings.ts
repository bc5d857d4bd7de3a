// Every text of the settings.
import { cardWords } from '../staff/cardwords';
import { draftWords } from '../staff/draftwords';
import type { Unit } from './duration';
import type { Kind } from './kept';
import type { Condition, Limit, Measure, Priority } from './kinds';
import type { SectionName } from './route';
import type { Variable } from './variables';

const section: Record<SectionName, string> = {
  teams: 'Teams',
  hours: 'Opening hours',
  routes: 'Routes',
  desk: 'Waiting and typing',
  causes: 'Causes',
  canned: 'Canned replies',
  playbooks: 'Playbooks',
  neversay: 'Never say',
  kept: 'Standards kept',
  voice: 'Voice',
  model: 'Model',
};

const intro: Record<SectionName, string> = {
  teams: 'A team takes hand-offs of some kinds. The first team takes everything that no route sends elsewhere.',
  hours: 'When each team is at work. Outside these hours customers are told when somebody is back, and times that you promise stand still.',
  routes: 'Routes send hand-offs to a team. They are read from the top; the first whose conditions all hold decides.',
  desk: 'How long the desk waits, and what agents see.',
  causes: 'Why customers had to ask. Agents choose one when they resolve a conversation, so that you see what to mend.',
  canned: 'Replies that are written once and used often. Agents type a slash and the shortcut.',
  playbooks: 'Steps for a kind of case. Agents are offered the playbook that fits, and tick off the steps.',
  neversay: 'What customers must not be told. The bot is kept from saying it; agents are warned before they send it.',
  kept: 'Whether the team did what it set out to do, and what it promised.',
  voice: 'How the language model words what the bot says. It changes nothing about what is said: every sentence is checked against the articles first.',
  model: 'Whether the language model answers, what it may take and what it took. Without it everything works on: customers read the words of the articles.',
};

const priority: Record<Priority, string> = { '': 'Usual', low: 'Low', high: 'High', urgent: 'Urgent' };

const measure: Record<Measure, string> = { first: 'First answer', next: 'Further answers', resolve: 'Until resolved' };

const kept = {
  period: 'Period',
  lastDays: (n: number) => `Last ${n} days`,
  download: 'Download as CSV',
  nothing: (days: number) => `Nothing was measured in the last ${days} days, nor in the ${days} before. It begins with the first hand-off.`,
  caption: (days: number, until: string) => `Standards kept in the ${days} days up to ${until}, and in the ${days} days before.`,
  explained: (least: number) =>
    `Standards count opening hours, and not the time that waits for the customer. The times here are by the clock, so they can be longer than a standard that was kept. Half took at most the first time, nine of ten the second. With fewer than ${least} cases chance decides too much.`,
  head: ['Team', 'Priority', 'What', 'Cases', 'Kept', 'Half within', '9 of 10 within', 'Cases before', 'Kept before', 'Half within, before', '9 of 10 within, before'],
  csvHead: [
    ...['team', 'team_title', 'priority', 'what', 'cases', 'with_standard', 'kept', 'share_kept', 'median_s', 'p90_s', 'note'],
    ...['before_cases', 'before_with_standard', 'before_kept', 'before_share_kept', 'before_median_s', 'before_p90_s', 'before_note'],
  ],
  kind: {
    wait: 'Wait until an agent took it',
    first: 'First answer',
    next: 'Further answers',
    resolve: 'Until resolved',
    promise: 'Promises',
    expired: 'Ended because nobody took it',
  } satisfies Record<Kind, string>,
  noStandard: 'has no standard',
  ofJudged: (n: number, all: number, share: string) => `${n} of ${all}${share && ` (${share})`}`,
  notEnough: 'not enough data',
  unknown: '–',
  noTeam: 'No team',
};

const voice = {
  use: 'Answers to customers',
  on: 'The model words the answers that customers read',
  saysOn: 'Customers read answers in the words of the model, with the articles they come from.',
  saysOff: 'Customers read the words of the articles. Agents and editors still have the help of the model.',
  wording: 'It words questions back and small talk, too',
  wordingHint: 'Otherwise these have fixed words.',
  manner: 'Manner',
  tone: 'Tone',
  tones: { plain: 'Plain', friendly: 'Friendly', formal: 'Formal' },
  length: 'Length',
  lengths: { short: 'Short: one or two sentences', medium: 'Medium: a few sentences', long: 'Long: all that the articles say about it' },
  language: 'Language',
  languages: { article: 'That of the articles', customer: 'That of the customer’s question' },
  house: 'Style of the house',
  houseHint: 'What else the model should know about how you write, such as “We say you, not customer”. Facts do not belong here: what is in no article is not said.',
  houseCount: (n: number, most: number) => `${n} of ${most} characters; letters such as ä or é count twice.`,
  houseTooLong: (over: number) => `This is too long. Shorten it by ${over} ${over === 1 ? 'character' : 'characters'}.`,
};

const model = {
  ask: 'Ask it now',
  asking: 'Asking…',
  checkOK: 'It was asked just now and has answered.',
  answers: (at: string) => `It answers. The last answer came at ${at}.`,
  neverAsked: 'It was not asked since the server started.',
  down: (since: string, why: string) => `It is not asked at the moment${since && `, since ${since}`}, because it failed several times in a row. ${why} It is tried again by itself.`.replace('  ', ' '),
  failing: (since: string, why: string) => `It fails${since && ` since ${since}`}. ${why}`,
  limits: 'Used today',
  limitsHint: (at: string) => `In tokens, the pieces of words that models count in. A day ends at midnight UTC; the next begins ${at}. Limits are set where the server is started.`,
  limit: { day: 'Everybody', site: (site: string) => `Customers of ${site}` },
  each: {
    site: (n: string) => `The customers of each site may use ${n} a day.`,
    visitor: (n: string) => `Each visitor may use ${n} a day.`,
    address: (n: string) => `The visitors of one network address may use ${n} a day.`,
  },
  usedOf: (used: string, limit: string) => `${used} of ${limit}`,
  used: (used: string) => `${used}, without a limit`,
  ofIt: (list: string) => `Of it: ${list}.`,
  refused: (n: number) =>
    n === 1 ? 'One request was not sent, because a limit was reached.' : `${n} requests were not sent, because a limit was reached.`,
  purpose: {
    answer: 'answers',
    question: 'follow-up questions',
    wording: 'questions back and small talk',
    agent: 'help for agents',
    editor: 'help for editors',
    eval: 'measurements',
  },
  days: (n: number) => `The last ${n} days (UTC)`,
  head: ['Day', 'Requests', 'Failed', 'Not sent', 'Tokens read', 'Tokens written'],
  cost: 'Cost',
};

const limit: Record<Limit, { label: string; hint: string }> = {
  grace: {
    label: 'Time to come back',
    hint: 'An agent who loses the connection has so long to come back. Then the conversation returns to its place in the queue, and the customer is told.',
  },
  away: { label: 'Away after', hint: 'An agent without a sign of life for so long counts as away and is given nothing new.' },
  silent: {
    label: 'Silent at most',
    hint: 'An agent who does not answer for so long loses the conversation to the queue, where no standard of the team says otherwise. Counted in opening hours.',
  },
  expire: {
    label: 'Give up after',
    hint: 'A hand-off that nobody took ends after so long, and the customer is told. Counted in opening hours.',
  },
  mail_after: { label: 'E-mail after', hint: 'A reply that the customer has not seen for so long goes out by e-mail, if there is an address.' },
};

const condition: Record<Condition, { label: string; hint: string }> = {
  sites: { label: 'Sites', hint: 'Names of sites, separated by commas.' },
  pages: { label: 'Pages', hint: 'How the path of the page begins, such as /checkout.' },
  languages: { label: 'Languages', hint: 'Such as de or en.' },
  tags: { label: 'Tags', hint: 'One of them is enough.' },
  categories: { label: 'Categories', hint: 'Of articles that the bot thought of.' },
};

const variable: Record<Variable, string> = {
  customer: 'Customer’s name',
  agent: 'Agent’s name',
  team: 'Team',
  site: 'Site',
  page: 'Page',
  standard: 'Answer time',
  today: 'Today',
};

const units: Record<Unit, string> = { second: 'seconds', minute: 'minutes', hour: 'hours', day: 'days' };

export const t = {
  bar: { product: 'frontdesk', surfaces: 'Surfaces', agent: 'Agent console', editor: 'Articles', settings: 'Settings', signOut: 'Sign out' },
  title: 'Settings',
  forbidden: 'Your role does not allow you to change settings. Ask an administrator.',
  reload: 'Reload',
  ...cardWords,
  ...draftWords,
  sections: 'Sections of the settings',
  section,
  intro,
  unsavedMark: '(not saved)',
  leaveWhy: 'Your changes to the settings are not saved. Leave all the same?',

  loading: 'Loading…',
  retry: 'Try again',
  faultAt: (place: string[], fault: string) => `${place.join(', ')}: ${fault}`,

  gone: (value: string) => (value ? `${value} (no longer there)` : 'Choose one'),
  amount: 'Amount',
  unit: 'Unit',
  units,
  none: 'none',
  tags: 'Tags',
  commas: 'Separated by commas.',
  team: 'Team',
  allTeams: 'All teams',
  titleField: 'Title',
  titleMissing: 'Give it a title.',

  addTeam: 'Add a team',
  newTeam: 'New team',
  teamNamed: (title: string) => `Team “${title}”`,
  takesRest: 'Takes the rest',
  teamTitle: 'What customers read, such as “our returns team”.',
  teamID: 'Name in the system',
  teamIDNew: 'Small letters, digits and hyphens. It cannot change once it is saved.',
  teamIDTwice: 'Another team has this name. Choose another.',
  teamIDKept: 'Conversations are kept under this name, so it stays.',
  giving: 'How agents get conversations',
  givenByDesk: 'The desk gives each one to the agent who has the most room',
  givenByClaim: 'Agents take them from the queue themselves',
  routesLead: (n: number) => (n === 1 ? '1 route leads here.' : `${n} routes lead here.`),

  members: 'Members',
  noMembers: 'Nobody is named, so every agent is in this team and sees its conversations.',
  membersOnly: 'Only these people and supervisors see the team’s conversations.',
  membersCount: (n: number) => (n === 0 ? 'every agent' : n === 1 ? '1 member' : `${n} members`),
  addMember: 'Add a member',
  choosePerson: 'Choose a person',
  unknownPerson: (id: string) => `Somebody who is gone (${id})`,
  capacity: 'At the same time',
  capacityUsual: '5 unless you say otherwise',
  capacityOf: (name: string) => `Conversations at the same time for ${name}`,
  capacityFault: 'Write a number from 1 to 100, or nothing for 5.',
  skillsOf: (name: string) => `What ${name} is best at`,
  skillsHint: 'Languages and tags, separated by commas, such as de, refund.',

  standards: 'How fast the team answers',
  standardsHint: 'Counted only while the team is open, so a day is 24 open hours. Empty means that nothing is said and nothing is measured. A priority with nothing of its own follows “Usual”.',
  priority,
  measure,
  show: 'Show the times to customers',
  showsNothing: 'Customers are told no time.',
  showsNone: 'There is no time for the first answer yet, so customers are told none.',
  shows: (sentence: string) => `Customers read: “${sentence}”`,
  promiseFirst: (time: string) => `We answer within ${time}`,

  zone: 'Time zone',
  zoneHint: 'Such as Europe/Berlin. Empty is UTC.',
  zoneUnknown: 'This browser does not know the time zone. Choose one of the list.',
  week: 'Week',
  always: 'Open around the clock',
  atTimes: 'Open at these times',
  lastSpan: 'No hours are left: the team is open around the clock.',
  days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const,
  closed: 'Closed',
  opensOn: (day: string, n: number) => `${day}, opens, ${n}`,
  closesOn: (day: string, n: number) => `${day}, closes, ${n}`,
  addHours: 'Add hours',
  addHoursTo: (day: string) => `Add hours to ${day}`,
  removeHours: (day: string, n: number) => `Remove hours ${n} of ${day}`,
  copyMonday: 'Copy Monday to Tuesday–Friday',
  holidays: 'Holidays and other days',
  noHolidays: 'No day differs. Add holidays, so that customers are told the truth about when somebody is back.',
  addHoliday: 'Add a day',
  holiday: (date: string) => date || 'the new day',
  date: 'Date',
  dayName: 'Name',
  dayNameHint: 'Such as New Year.',
  inShort: (words: string) => `In short: ${words}`,
  dateTwice: 'This date is listed above already.',

  addRoute: 'Add a route',
  routeNumber: (n: number) => `Route ${n}`,
  noRoutes: (team: string) => `There are no routes: every hand-off goes to ${team}. Add one to send, say, questions from /checkout to the team that knows about payment.`,
  restGoesTo: (team: string) => `Everything else goes to ${team}.`,
  condition,
  when: 'When all of these hold',
  noCondition: 'Without a condition it takes everything, and the routes below it nothing.',
  to: 'Goes to',
  withPriority: 'With priority',

  limit,
  waiting: 'Waiting',
  typing: 'Typing',
  preview: 'Agents see what the customer is typing, before it is sent',
  previewSaid: (sentence: string) => `The widget says so to customers: “${sentence}”`,
  previewSentence: 'The team can see what you type.',
  previewOff: 'Agents see only what was sent.',

  addCause: 'Add a cause',
  noCauses: 'There are no causes. Add the first one, such as Delivery; its parts can say more, such as Late and Lost.',
  causeTree: 'Causes',
  causeField: (level: number) => `Cause on level ${level}`,
  causeWords: 'Other words',
  causeWordsOf: (title: string) => `Other words for ${title}`,
  causeWordsHint: 'Separated by commas. The cause is suggested when a conversation has one of them.',
  causeKeys: 'Keys in a cause: Enter adds one below; Alt with ↑ or ↓ moves it; Alt with Shift and → makes it a part of the one above, with ← takes it out again.',
  causeMoved: 'Conversations that were resolved keep the old place of a cause that is moved into another.',
  addPart: (title: string) => `Add a part of ${title}`,
  moveIn: (title: string) => `Make ${title} a part of the one above`,
  moveOut: (title: string) => `Take ${title} out of the one above`,
  causesCount: (n: number) => (n === 1 ? '1 cause' : `${n} causes`),
  partSign: '+ Part',

  searchCanned: 'Search in shortcuts, titles and texts',
  found: (n: number, all: number) => (n === all ? `${n} in all` : `${n} of ${all}`),
  addCanned: 'Add a reply',
  noCanned: 'There are no canned replies. Write down what your team answers every day; agents insert it with a slash and its shortcut.',
  nothingFound: 'Nothing matches. Try other words.',
  shortcut: 'Shortcut',
  shortcutHint: '1 to 30 small letters, digits and hyphens. Agents type it after a slash.',
  shortcutFault: 'Use small letters a–z, digits and hyphens, 1 to 30 of them.',
  shortcutTwice: 'Another reply has this shortcut. Choose another.',
  replyText: 'Text',
  insert: 'Insert',
  variable,
  insertVariable: (name: string) => `Insert ${name}`,
  asSent: 'As the customer would read it',
  unknownVariable: 'not known',
  emptyPreview: 'What you write appears here.',

  addPlaybook: 'Add a playbook',
  noPlaybooks: 'There are no playbooks. Write one for a case that is easy to get wrong, such as a lost parcel: what to check, what to offer, what to write down.',
  stepsCount: (n: number) => (n === 1 ? '1 step' : `${n} steps`),
  steps: 'Steps',
  step: (n: number) => `Step ${n}`,
  addStep: 'Add a step',
  stepsHint: 'In the order in which they are done. Enter adds the next one.',
  playbookTags: 'A conversation with one of them is offered this playbook.',
  questions: 'Questions',
  questionsHint: 'Ways in which a customer would say it, one per line.',

  kept,

  about: (n: string) => `about ${n}`,
  voice,
  model,
};
