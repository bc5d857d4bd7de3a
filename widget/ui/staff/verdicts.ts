// What the gate says of the sentences of a model, and what became of a draft, in words. The names are the server's
// (package bot); one that is not known here is shown as it is.

const verdicts = new Map<string, string>(Object.entries({
  passed: 'Said: it is in the article.',
  uncited: 'Not said: it rests on no passage.',
  number: 'Not said: the number is not in the article.',
  amount: 'Not said: the amount is not in the article.',
  date: 'Not said: the date or time is not in the article.',
  duration: 'Not said: the length of time is not in the article.',
  link: 'Not said: the link does not lead to a cited article.',
  contact: 'Not said: the e-mail address or phone number is not in the article.',
  name: 'Not said: the name is not in the article.',
  commitment: 'Not said: it promises what the article does not.',
  negation: 'Not said: it denies what the article says, or the other way round.',
  unsupported: 'Not said: the article does not say this.',
  'never-say': 'Not said: a never-say rule forbids it.',
  language: 'Not said: it is in another language.',
  form: 'Not said: it is no plain sentence.',
  leak: 'Not said: it repeats the instructions of the model.',
}));

const outcomes = new Map<string, string>(Object.entries({
  used: 'The draft is said.',
  down: 'The model is not asked at the moment; the words of the article are said.',
  failed: 'The model failed; the words of the article are said.',
  late: 'The model was too slow; the words of the article are said.',
  budget: 'The budget for the model is used up; the words of the article are said.',
  stopped: 'Nobody waited for the draft any more.',
  empty: 'The model wrote nothing; the words of the article are said.',
  declined: 'The model would not answer; the words of the article are said.',
  gate: 'Too little of the draft is in the articles; the words of the article are said.',
  leak: 'The model repeated its instructions; the words of the article are said.',
}));

/** Whether a sentence is said, and if not why, in a sentence. */
export function verdictWords(verdict: string): string {
  return verdicts.get(verdict) ?? verdict;
}

/** What became of a draft, in a sentence; "" if there is nothing to say. */
export function outcomeWords(outcome: string): string {
  return outcomes.get(outcome) ?? outcome;
}

/** What a draft took. Costs are in the money that prices are configured in. */
export interface Took {
  /** tokens */
  prompt: number;
  completion: number;
  cost: number;
  micros: number;
}

/** What a draft took, in words: 412 + 57 tokens · 0.0004 · 1.8 s. A cost of nothing is left out. */
export function tookWords({ prompt, completion, cost, micros }: Took): string {
  const parts = [`${prompt} + ${completion} tokens`, cost > 0 ? `cost ${costWords(cost)}` : '', `${(micros / 1e6).toFixed(1)} s`];
  return parts.filter(Boolean).join(' · ');
}

/** A cost with two digits that say something. */
export function costWords(cost: number): string {
  return cost >= 1 ? cost.toFixed(2) : String(Number(cost.toPrecision(2)));
}
