// What the page on importing says.
import type { Action, Look, Problem, Summary } from './importjson';

const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
const articles = (n: number) => count(n, 'article');

const names: Record<Action, string> = { new: 'New', changed: 'Changed', publish: 'Published again', gone: 'Gone', same: 'The same' };

const meanings: Record<Action, string> = {
  new: 'Written and published; those marked as drafts are written only.',
  changed: 'Get a new revision, which replaces what customers read.',
  publish: 'Have the same text here, but are not published; they will be.',
  gone: 'Came from the same source earlier and are not in it any more. They stay, unless you choose below to withdraw them.',
  same: 'Nothing happens to them.',
};

/** A size in words. */
export function sizeWords(bytes: number): string {
  if (bytes < 1 << 10) return count(bytes, 'byte');
  return bytes < 1 << 20 ? `${Math.round(bytes / (1 << 10))} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}

/** What pressing the button does, in parts of a sentence. */
export function effects({ counts }: Look, withdraw: boolean): string {
  const parts = [
    counts.new ? `${articles(counts.new)} written` : '',
    counts.changed ? `${articles(counts.changed)} changed` : '',
    counts.publish ? `${articles(counts.publish)} published again` : '',
    withdraw && counts.gone ? `${articles(counts.gone)} withdrawn` : '',
    counts.attached ? `${count(counts.attached, 'file')} kept with them` : '',
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(', ')}. All of it at once, or nothing if anything fails.` : '';
}

/** Reports whether importing would change anything. */
export function changesAnything({ counts }: Look, withdraw: boolean): boolean {
  return Boolean(counts.new || counts.changed || counts.publish || counts.attached || (withdraw && counts.gone));
}

/** What was done. */
export function doneWords(s: Summary): string[] {
  return [
    s.new > 0 ? `${articles(s.new)} new` : '',
    s.changed > 0 ? `${articles(s.changed)} changed` : '',
    s.drafts > 0 ? `${s.drafts} of these ${s.drafts === 1 ? 'is a draft' : 'are drafts'}, not published` : '',
    s.published > 0 ? `${articles(s.published)} published again` : '',
    s.withdrawn > 0 ? `${articles(s.withdrawn)} withdrawn` : '',
    s.files > 0 ? count(s.files, 'file') : '',
    s.same > 0 ? `${articles(s.same)} the same as before` : '',
  ].filter(Boolean);
}

/** A message as a sentence of its own. */
export function sentenceOf(message: string): string {
  const whole = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`;
}

/** Where a problem or an article is. */
export function placeWords({ file, line }: Pick<Problem, 'file' | 'line'>): string {
  return line > 0 ? `${file}, line ${line}` : file;
}

export const iw = {
  title: 'Import and export',
  intro: 'Bring articles in from files. You see first what would change; nothing changes before you say so.',
  exportTitle: 'Export',
  exportWhat: 'Every published article as Markdown in a ZIP. The same ZIP can be imported again.',
  exportDrafts: 'With drafts: the newest text of every article that is not withdrawn',
  export: 'Download the ZIP',

  fileTitle: 'Import',
  drop: 'Drop a file here, or',
  choose: 'Choose a file',
  chooseAnother: 'Choose another file',
  again: 'Upload the same file again',
  kindsTitle: 'What can be imported',
  kinds: [
    ['Markdown', '.md, or a ZIP of a folder of them; title, tags and the rest in the head of the file'],
    ['Web pages', '.html, or a ZIP of them'],
    ['Tables', '.csv with a line of column names, .jsonl or .json; also with .gz'],
    ['Zendesk, Intercom', 'the JSON export of Zendesk Help Center or of Intercom Articles'],
    ['Web addresses', '.txt with one address a line; the pages are fetched from this server'],
  ] as const,
  limits: 'At most 64 MiB.',
  tooLarge: (name: string, size: string) => `${name} has ${size}; at most 64 MiB can be imported here. Import it in parts, or with the command line.`,
  empty: (name: string) => `${name} is empty.`,
  kind: (name: string) => `${name} is of no kind that can be imported. Choose Markdown, HTML, CSV, JSON, a ZIP or a .txt with web addresses.`,
  one: 'Choose one file; put several into a ZIP.',
  sending: (name: string) => `Sending ${name}`,
  reading: (name: string) => `Reading ${name} and asking the exam. This can take a minute.`,
  stop: 'Stop',
  stopped: 'Stopped. Nothing was changed.',
  lost: 'The file did not arrive. Check your connection and try again.',
  unexpected: 'The server answered in a way this page does not understand. Reload the page.',

  looked: (name: string) => `What ${name} would change`,
  counts: ({ counts }: Look) => `${articles((counts.new ?? 0) + (counts.changed ?? 0) + (counts.publish ?? 0) + (counts.same ?? 0))} in the file, ${counts.others ?? 0} here that are not in it.`,
  name: (action: Action) => names[action],
  meaning: (action: Action) => meanings[action],
  rowsOf: (action: Action, n: number) => `${names[action]} (${n})`,
  shown: (shown: number, n: number) => `The first ${shown} of ${n} are shown.`,
  notShown: 'Too many to be shown.',
  article: 'Article',
  from: 'From',
  remark: 'Remark',

  mendFirst: (n: number) => `Mend ${n === 1 ? 'this error' : `these ${n} errors`} first; nothing can be imported until then. Then choose the file again.`,
  errors: (n: number) => count(n, 'error'),
  warnings: (n: number) => count(n, 'warning'),
  warningsWhat: 'They do not stop the import.',
  where: 'Where',
  what: 'What',
  skips: (n: number) => `${count(n, 'file')} passed over`,

  exam: 'What the exam says',
  noExam: 'The exam has no question yet, or nothing changes that could tell on it.',
  examSame: 'No question of the exam gets better or worse.',
  examWorse: 'The exam gets worse: importing will be stopped unless a manager gives a reason.',
  details: 'Show the questions',

  withdraw: (n: number) => `Withdraw what is gone (${articles(n)})`,
  withdrawWhat: 'Customers cannot read these any more, and the bot stops answering from them. Articles that somebody edited here stay. Leave this off if the file holds only a part of your articles.',
  apply: 'Import',
  applying: 'Importing…',
  nothing: 'Nothing would change.',
  cancel: 'Cancel',

  doneTitle: 'Imported',
  doneNothing: 'Nothing had to be changed.',
  doneWhen: 'The bot uses what was published within two seconds.',
  touched: 'What was written',
  allArticles: 'All articles',
  next: 'Import another file',
};
