// Every text of the customer panel. A locale is one table of this shape.

export const en = {
  lang: 'en',
  back: 'Back',
  close: 'Close',
  retry: 'Try again',
  failed: 'That did not work. Please try again.',

  // Home
  search: 'What can we help you with?',
  results: (n: number) => (n === 1 ? '1 page found' : `${n} pages found`),
  nothing: 'No help page was found for this.',
  searchDown: 'The search does not work right now. Please ask in a chat.',
  askInChat: 'Ask this in a chat',
  top: 'From our help',
  start: 'Start a conversation',
  startHint: 'Our assistant answers at once. You can ask for a person at any time.',
  goOn: 'Continue your conversation',
  staffed: 'Our team is here now',
  unstaffed: 'Our team is away; the assistant is here',
  hours: (hours: string) => `Hours: ${hours}`,

  // Article
  loading: 'Loading …',
  gone: 'This page is no longer available.',
  updated: (date: string) => `Updated: ${date}`,
  helpful: 'Was this page helpful?',
  yes: 'Yes',
  no: 'No',
  thanks: 'Thank you for telling us.',
  related: 'Related pages',
  stillNeed: 'Still need help?',
  askAbout: 'Ask about this page',
  about: (title: string) => `About “${title}”: `,

  // Chat
  conversation: 'Conversation',
  you: 'You',
  assistant: 'Assistant',
  automatic: 'automatic answer',
  team: 'Our team',
  fromTeam: 'from our team',
  hello: 'Hello! I answer from the help pages, and I bring in a person when I do not know. What would you like to know?',
  source: 'Source',
  drafted: 'Worded by a language model from the pages below.',
  stop: 'Stop',
  didHelp: 'Did this help?',
  helped: 'You said: this helped.',
  helpedNot: 'You said: this did not help.',
  person: 'Talk to a person',
  personText: 'I would like to talk to a person.',
  message: 'Write a message …',
  send: 'Send message',
  preview: 'The team can see what you type.',
  left: (n: number) => `${n} characters left`,
  tooLong: (n: number) => `Too long by ${n} characters. Please shorten the message.`,
  sending: 'Sending …',
  sent: 'Sent',
  read: 'Read',
  notSent: 'Not sent yet.',
  resend: 'Retry',
  edit: 'Edit',
  writing: (name: string) => `${name} is writing …`,
  below: 'New messages',

  // Waiting for a person
  byEmail: 'Answer me by e-mail instead',
  email: 'E-mail address',
  name: 'Name (optional)',
  leave: 'Leave your address',
  badEmail: 'Please enter an e-mail address such as name@example.org.',
  change: 'Change',

  // Ended
  rate: 'How was it?',
  scores: ['Very bad', 'Bad', 'Fair', 'Good', 'Very good'],
  comment: 'Anything you want to add? (optional)',
  sendRating: 'Send rating',
  rated: 'Thank you for your rating.',
  ratedLow: 'Thank you. We will look into it.',
  save: 'Save transcript',
  again: 'Start a new conversation',
  reopenHint: 'Or write below to open this one again.',

  // Connection
  reconnecting: 'No connection. Trying again … What you write is kept.',
  offline: 'You are offline. Your messages are kept and sent later.',
  online: 'You are connected again.',
  stopped: 'The connection has ended.',
  erased: 'Your conversations were deleted at your request.',
  banned: 'This chat is not available to you.',
  reload: 'Reload',
  noHelp: 'Help is not available on this page.',
  away: 'Help cannot be reached right now. Please try again in a moment.',

  // Errors next to what caused them, by code; the server has English words for the others
  errors: {
    rate_limited: 'That was very fast. Please wait a moment.',
    unavailable: 'This cannot be stored right now. Please try again in a moment.',
  } as Record<string, string | undefined>,
};

/** The table of one locale. */
export type Texts = typeof en;
