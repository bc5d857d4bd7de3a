// What a model had to do with what the bot said, in words.
import type { Drafting } from '../shared/wire';
import { reading } from '../staff/clock';
import { costWords, verdictWords } from '../staff/verdicts';

const purposes = new Map<string, string>(Object.entries({
  answer: 'to word the answer',
  question: 'to make the question stand alone',
  wording: 'to word a question back or small talk',
  agent: 'to help an agent',
  editor: 'to help an editor',
  eval: 'for a measurement',
}));

// Of the kinds of personal data, one and several.
const kinds = new Map<string, [string, string]>(Object.entries({
  'e-mail': ['e-mail address', 'e-mail addresses'],
  phone: ['phone number', 'phone numbers'],
  IBAN: ['bank account', 'bank accounts'],
  address: ['address', 'addresses'],
  'IP address': ['IP address', 'IP addresses'],
}));

export const words = {
  title: 'What the model had to do with it',
  model: 'Model',
  purpose: 'Asked',
  rewritten: 'Question for the search',
  prompt: 'Sent',
  reply: 'Came back',
  cost: 'Cost',
  took: 'Time',
  redacted: 'Taken out before sending',
  sentences: 'What it wrote, sentence by sentence',
  inArticle: 'It is in the article.',
  found: 'It is about:',
  restsOn: 'From:',
  noSuch: (n: number) => `passage ${n}, which there is not`,
};

/** What the model was asked for. */
export function purposeWords(purpose: string): string {
  return purposes.get(purpose) ?? purpose;
}

/** A size in bytes: 812 bytes, 3.4 kB. */
export function sizeWords(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** Tokens, with "about" if the server did not count them. */
function tokenWords(n: number, estimated: boolean | undefined): string {
  const counted = `${n.toLocaleString(reading)} ${n === 1 ? 'token' : 'tokens'}`;
  return estimated ? `about ${counted}` : counted;
}

/** What was sent, and what came back. */
export function promptWords({ bytes, prompt, estimated }: Drafting): string {
  return [sizeWords(bytes), prompt > 0 ? tokenWords(prompt, estimated) : ''].filter(Boolean).join(', ');
}

export function replyWords({ completion, estimated }: Drafting): string {
  return completion > 0 ? tokenWords(completion, estimated) : 'nothing';
}

function seconds(micros: number): string {
  return micros < 100_000 ? `${Math.round(micros / 1000)} ms` : `${(micros / 1e6).toFixed(1)} s`;
}

/** How long it took until the first word, and in all. */
export function timeWords({ first, micros }: Drafting): string {
  const whole = `${seconds(micros)} in all`;
  return first > 0 ? `${seconds(first)} to the first word, ${whole}` : whole;
}

/** Which kinds of personal data were taken out, and how many of each: 2 names, 1 phone number. */
export function redactedWords(redacted: Record<string, number> | undefined): string {
  return Object.entries(redacted ?? {})
    .filter(([, n]) => n > 0)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([kind, n]) => `${n} ${kindWords(kind, n)}`)
    .join(', ');
}

function kindWords(kind: string, n: number): string {
  const known = kinds.get(kind);
  if (known) return known[n === 1 ? 0 : 1];
  return n === 1 ? kind : `${kind}s`;
}

/** What the gate says of a sentence. One that it passed is said only if the draft is. */
export function judgedWords(verdict: string, outcome: string): string {
  return verdict === 'passed' && outcome !== 'used' ? words.inArticle : verdictWords(verdict);
}

/** What is to be known of a draft, as names and values; what there is nothing of is left out. */
export function draftFacts(draft: Drafting): [string, string][] {
  const facts: [string, string][] = [
    [words.model, draft.model],
    [words.purpose, purposeWords(draft.purpose)],
    [words.prompt, promptWords(draft)],
    [words.redacted, redactedWords(draft.redacted)],
    [words.reply, replyWords(draft)],
    [words.cost, draft.cost > 0 ? costWords(draft.cost) : ''],
    [words.took, timeWords(draft)],
  ];
  return facts.filter(([, value]) => value !== '');
}
