// Texts of what a language model does for agents.
import { tongueName } from './tongue';
import type { How } from './wording';

const hows: Record<How, string> = { shorter: 'Shorter', friendlier: 'Friendlier', plainer: 'Plainer' };

export const m = {
  draft: 'Draft by a language model',
  draftMark: 'Draft:',
  asking: 'Asking the model…',
  stop: 'Stop',

  restsOn: 'From messages',
  seeMessage: (seq: number) => `See message ${seq}`,
  extract: 'As the bot noted it',
  noExtract: 'The draft alone',

  wordReply: 'Word a reply',
  wordAgain: 'Word it again',
  noBetter: 'The model could not word it; these are the articles’ own words.',
  ownWords: 'The articles’ own words',
  readFirst: 'Read it before you send it.',

  reword: 'Reword',
  how: (how: How) => hows[how],
  translateTo: (tongue: string) => `Translate to ${tongueName(tongue)}`,
  reworded: 'Reworded. Read it before you send it.',
  translated: (tongue: string) => `Translated${tongue ? ` to ${tongueName(tongue)}` : ''}. Read it before you send it.`,
  yourWords: 'Your words:',
  back: 'Back to my words',
  meanwhile: 'Your text has changed, so this was not put in:',
  putIn: 'Put it in',
  dropIt: 'Drop it',

  translate: 'Translate',
  translateOf: (name: string) => `Translate the message of ${name}`,
  translation: (from: string) => `Translation ${from ? `from ${tongueName(from)} ` : ''}by a language model`,
  hide: 'Hide',
  show: 'Show the translation',
  writtenAs: 'Written as',

  command: {
    wordReply: 'Word a reply with the model',
    how: (how: How) => `Reword the reply: ${hows[how].toLowerCase()}`,
    translateTo: (tongue: string) => `Translate the reply to ${tongueName(tongue)}`,
    translate: 'Translate the customer’s last message',
    back: 'Back to my own words',
  },
};
