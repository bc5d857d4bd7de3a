// What each rule of the bot means, in words.

// The names are the server's.
const rules: Record<string, string> = {
  'no-words': 'There was no word in the message.',
  'offer-accepted': 'The customer accepted the offer of a person.',
  person: 'The customer asked for a person.',
  anger: 'The customer is upset, so a person was brought in without a search.',
  'small-talk': 'This was small talk, so nothing was searched.',
  chosen: 'The customer picked this article from a choice.',
  'twice-failed': 'Two answers had failed already, so a person was brought in.',
  'did-not-help': 'The last answer did not help, so it offered what else there is.',
  'search-down': 'The articles could not be searched, so a person was brought in.',
  'near-miss': 'Several articles fit almost equally, so it asked which one is meant.',
  confident: 'It was sure enough, so it answered.',
  'not-understood': 'It knew none of the words, so it asked again.',
  unsure: 'It was not sure enough, so it offered the nearest articles and a person.',
  'twice-unsure': 'It was not sure enough once more, so a person was brought in.',
  'no-answer': 'It was not sure enough, so a person was brought in.',
  'bot-failed': 'The bot failed, so a person was brought in.',
};

/** What a rule did, in a sentence; "" for one that is not known here. */
export function ruleWords(rule: string): string {
  return rules[rule] ?? '';
}
