// What an agent commits to, without the time by which: a promise says its time itself, and "by tomorrow" is wrong a
// day later. English and German, as the server finds commitments in these.

const anyOf = (...patterns: string[]) => `(?:${patterns.join('|')})`;
const end = String.raw`(?![\p{L}\p{N}'’])`;
const blank = String.raw`[\s,]+`;

const count = String.raw`(?:\d{1,3}(?: ?(?:-|–|to|bis) ?\d{1,3})?|an?|one|two|three|four|five|six|seven|half an?|the|ein(?:e[rmn]?)?|zwei|drei|vier|fünf|sechs|sieben)`;
const unit = String.raw`(?:(?:business|working|more|full) )?(?:min(?:ute)?s?|hours?|hrs?|h|days?|weeks?|months?|Minuten?|Stunden?|Tage?n?|Werktage?n?|Arbeitstage?n?|Wochen?|Monate?n?)`;
const length = String.raw`(?:within|in|innerhalb|binnen)(?: von| der)?(?: the| den)?(?: next| nächsten)?(?: about| around| etwa| ca\.)? ${count} ?${unit}(?: from now| at most)?`;
const weekday = anyOf(
  String.raw`(?:mon|tues|wednes|thurs|fri|satur|sun)day`,
  String.raw`(?:mon|diens|donners|frei|sams)tag`,
  'mittwoch|sonnabend|sonntag',
);
const part = 'morning|noon|midday|afternoon|evening|night|midnight|früh|vormittag|mittag|nachmittag|abend';
const day = anyOf(
  '(?:the )?day after tomorrow|today|tonight|tomorrow|übermorgen|heute(?: noch)?|morgen',
  String.raw`(?:this |next |coming |(?:diesen |nächsten |kommenden ))?${weekday}`,
  `(?:this |next |the )?(?:${part})|(?:next|this) (?:week|month)|(?:nächste|diese) woche`,
  String.raw`(?:the |zum )?(?:end|close|ende) (?:of |der |des )?(?:the |this |next |nächster? )?(?:business day|business|day|week|month|tages|woche|monats)`,
  'EOD|COB|EOB',
);
const month = String.raw`(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\p{L}*\.?`;
const date = anyOf(
  String.raw`\d{4}-\d{2}-\d{2}`,
  String.raw`(?:the )?\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?${month}(?:,? \d{4})?`,
  String.raw`${month} \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?`,
  String.raw`\d{1,2}\/\d{1,2}(?:\/\d{2,4})?|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|the \d{1,2}(?:st|nd|rd|th)`,
);
const clock = anyOf(
  String.raw`\d{1,2}[:.h]\d{2}(?: ?(?:[ap]\.?m\.?|uhr))?`,
  String.raw`\d{1,2} ?(?:[ap]\.?m\.?|uhr|o['’]clock)`,
  String.raw`\d{1,2}(?=[.,]?$|[\s,]+(?:today|tomorrow|on )|[.,]?\s*[)]?$)`,
);
// "at 5" is a time, "5 parcels" is none: clock times and dates need a word before them, unless they follow a time.
const lead = anyOf(
  'no later than|not later than|at the latest(?: by)?|latest by|by|until|till|before|around|about|on|at|bis(?: zum| spätestens)?|spätestens(?: um| am| bis)?|am|um|vor|gegen|ab',
);
const tail = String.raw`(?:${blank}(?:at the latest|latest|spätestens))?`;
const time = anyOf(`${length}${end}`, `${date}(?!\\p{L})`, `${clock}(?!\\p{L})`, `${day}${end}`);
const bare = anyOf(`${length}${end}`, `${day}${end}`);
const further = `(?:(?:${blank}|\\s?[-–]\\s?)(?:(?:or|and|oder|und|to|of) )?(?:${lead}\\s+)?${time})*`;
const phrase = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${lead}\s+${time}|${bare})${further}${tail}`, 'giu');
const dangling = new RegExp(String.raw`(?:^|\s)(?:${lead}|within|in|or|and|oder|und|the)$`, 'iu');
const subject = /^(?:I|we|you|it|they|my|our|your)(?![\p{L}\p{N}])/iu;

/** The clause of a commitment without its time, or as it is where that leaves no sentence. */
export function withoutTime(clause: string): string {
  const plain = clause.replace(/\s+/g, ' ').trim();
  const found = [...plain.matchAll(phrase)].at(-1);
  if (!found) return plain;
  const before = plain.slice(0, found.index).replace(/[\s,–-]+$/u, '');
  const after = plain.slice(found.index + found[0].length).replace(/^[\s,]+/u, '');
  // German turns the verb round behind a time: "Bis Freitag melde ich mich".
  if (!before && !subject.test(after)) return plain;
  const rest = [before, after].filter(Boolean).join(' ').replace(/[\s.,]+$/u, '');
  if (rest.split(' ').length < 2 || dangling.test(rest) || dangling.test(before)) return plain;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
