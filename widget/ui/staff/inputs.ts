// What a confidence is made of, in plain words. The names are those of the server's model of confidence; a
// name that is not known here is shown as it is.
import { inPercent, rounded } from './percent';

/** How the number of an input is meant. */
type Unit =
  /** 0..1, a part of something */
  | 'share'
  /** the natural logarithm of a share */
  | 'log-share'
  /** the natural logarithm of a share and a thousandth */
  | 'lifted-log-share'
  /** log-odds */
  | 'odds'
  /** the natural logarithm of one more than a count of words */
  | 'log-words'
  /** a number that is only more or less */
  | 'plain';

interface Input {
  label: string;
  about: string;
  unit: Unit;
}

const inputs = new Map<string, Input>(Object.entries({
  share: {
    label: 'Best among the articles',
    about: 'The chance of this article, compared with all others that were considered.',
    unit: 'lifted-log-share',
  },
  margin: {
    label: 'Lead over the next article',
    about: 'How far its chance lies above that of the article in second place.',
    unit: 'share',
  },
  learnt: {
    label: 'Wording learnt from phrasings',
    about: 'How much the wording is like what the phrasings of this article taught, whatever the others are.',
    unit: 'odds',
  },
  learnt_share: {
    label: 'Wording, against the others',
    about: 'The chance of this article against all others, by the learnt wording alone.',
    unit: 'log-share',
  },
  grams: {
    label: 'Spelled like a known question',
    about: 'Likeness in words and letters to the nearest phrasing or title of the article; 1 is the same.',
    unit: 'plain',
  },
  grams_lead: {
    label: 'Spelled unlike the others',
    about: 'How much nearer that phrasing is than the nearest one of any other article.',
    unit: 'plain',
  },
  sense_share: {
    label: 'Meaning, against the others',
    about: 'The chance of this article against all others, by the learnt meaning alone.',
    unit: 'log-share',
  },
  gauss_share: {
    label: 'Place among the meanings',
    about: 'The chance of this article against all others, by how near the question lies to the middle of each.',
    unit: 'log-share',
  },
  distance: {
    label: 'Distance from its topic',
    about: 'How far the question lies from the middle of the article’s own questions; about 1 is usual, more is farther.',
    unit: 'plain',
  },
  meaning: {
    label: 'Means the same as a known question',
    about: 'Likeness in meaning to the nearest phrasing or title of the article; 1 is the same.',
    unit: 'plain',
  },
  meaning_lead: {
    label: 'Means something else than the others',
    about: 'How much nearer in meaning that phrasing is than the nearest one of any other article.',
    unit: 'plain',
  },
  both: {
    label: 'Spelling and meaning together',
    about: 'High only where the nearest phrasing is alike both in its letters and in its meaning.',
    unit: 'plain',
  },
  vote: {
    label: 'Vote of the nearest questions',
    about: 'The part of the nearest phrasings and titles of all articles that belongs to this one; nearer ones count more.',
    unit: 'share',
  },
  topic: {
    label: 'Title shared with others',
    about: '1 if other articles have the same title, which then names a topic and answers no question by itself; or else 0.',
    unit: 'plain',
  },
  agree: {
    label: 'Agreement of the rankings',
    about: 'The part of the ways to rank articles that put this one first.',
    unit: 'share',
  },
  normalised: {
    label: 'Word search',
    about: 'The score of the word search, as a part of the best score that any article could reach.',
    unit: 'share',
  },
  coverage: {
    label: 'Words found in the article',
    about: 'How much of the question occurs in the article; rare words count more.',
    unit: 'share',
  },
  nearest: {
    label: 'Words shared with a known question',
    about: 'How many words the question has in common with the nearest phrasing or title; 100 % is all of them.',
    unit: 'share',
  },
  proximity: {
    label: 'Words close together',
    about: 'How close the found words stand to each other in the passage.',
    unit: 'share',
  },
  evidence: {
    label: 'The passage says what is asked',
    about: 'Whether the passage has the kind of answer that the question asks for, such as a price, a place or a time.',
    unit: 'odds',
  },
  unknown: {
    label: 'Words no article knows',
    about: 'How much of the question consists of words that occur in no article at all.',
    unit: 'share',
  },
  length: {
    label: 'Length of the question',
    about: 'How many words the question has. Very short and very long ones are harder to be sure of.',
    unit: 'log-words',
  },
} satisfies Record<string, Input>));

/** The plain name of an input. */
export function labelOf(name: string): string {
  return inputs.get(name)?.label ?? name;
}

/** What an input means, in one sentence; "" if that is not known. */
export function aboutOf(name: string): string {
  return inputs.get(name)?.about ?? '';
}

/** The number of an input as people read it. */
export function valueOf(name: string, value: number): string {
  switch (inputs.get(name)?.unit) {
    case 'share':
      return inPercent(value);
    case 'log-share':
      return inPercent(Math.exp(value));
    case 'lifted-log-share':
      return inPercent(Math.min(1, Math.max(0, Math.exp(value) - 0.001)));
    case 'odds':
      return signed(value, 1);
    case 'log-words':
      return words(Math.round(Math.exp(value) - 1));
    default:
      return rounded(value, 2);
  }
}

function words(n: number): string {
  return n === 1 ? '1 word' : `${n} words`;
}

/** A number with its sign, by which people see at once where it pulls; a minus as wide as a plus. */
export function signed(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits);
  if (Number(size) === 0) return size;
  return (value < 0 ? '−' : '+') + size;
}
