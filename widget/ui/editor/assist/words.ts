// Every text of what a language model does for editors.
import type { Phrasing, Voice } from './assistjson';

const states: Record<Phrasing['state'], string> = {
  new: 'not found yet',
  found: 'found already; adding it is optional',
  taken: 'belongs to another article',
};

export const a = {
  byModel: 'Draft by a language model',
  asking: 'Asking the model…',
  stop: 'Stop',

  draftArticle: 'Draft an article with the model',

  doubtsTitle: 'This article was drafted by a language model',
  doubtsIntro: 'Nothing of it is published. Read all of it. Check these sentences:',
  noDoubts: 'Nothing of it is published. Every sentence is in what agents answered or in an article; read it all the same.',
  takenOut: 'Taken out',
  gone: 'Not in the text any more',
  toCheck: (left: number, all: number) => `${left} of ${all} still in the text as drafted.`,
  hide: 'I have read it',

  suggest: 'Suggest phrasings',
  suggestAgain: 'Suggest others',
  suggestHint: 'The model words further ways to ask; each is tried with the bot.',
  suggestNone: 'The model has no further phrasing.',
  stale: 'The text has changed since. Ask again to try them anew.',
  suggested: 'Suggested phrasings',
  state: (state: Phrasing['state']) => states[state],
  add: 'Add',
  addNamed: (text: string) => `Add “${text}”`,
  added: 'Added',
  see: (title: string) => `“${title}”`,

  voice: 'Voice',
  voiceIntro:
    'How a language model words what the bot says. Ask a question and see what customers would read: the words of the articles, and beside them the draft. It is only tried here.',
  question: 'Question of a customer',
  questionMissing: 'Write a question first.',
  examples: 'For example:',
  tone: 'Tone',
  tones: { plain: 'Plain', friendly: 'Friendly', formal: 'Formal' } satisfies Record<Voice['tone'], string>,
  length: 'Length',
  lengths: { short: 'Short', medium: 'Medium', long: 'Long' } satisfies Record<Voice['length'], string>,
  language: 'Language',
  languages: { article: 'That of the articles', customer: 'That of the question' } satisfies Record<Voice['language'], string>,
  house: 'Style of the house',
  houseHint: 'Further words for the model, such as “We say basket, not cart.” It changes how things are said, never what.',
  houseLong: (bytes: number) => `These are ${bytes} bytes; at most 600 are allowed.`,
  ask: 'Show the draft',
  askAgain: 'Show it again',
  staleVoice: 'This is for another question or voice. Ask again to see the new one.',
  keptThere: 'What customers hear is set on the ',
  settings: 'settings page',
  keptElsewhere: 'What customers hear is set by a manager on the settings page. Here you begin with the usual voice.',
  voiceOff: 'The house has switched the model off for customers: they read the articles word for word.',
  extract: 'Word for word',
  draft: 'Worded by the model',
  noExtract: 'No article answers this; the bot would ask back or bring in a person.',
  notAsked: 'No article answers this surely, so the model was not asked.',
  noDraft: 'Nothing of the draft is said.',
  sentences: 'Each sentence of the draft',
  sentence: 'Sentence',
  verdict: 'What the gate says',
  found: (words: string) => `It is about “${words}”.`,
  took: 'It took',
} as const;
