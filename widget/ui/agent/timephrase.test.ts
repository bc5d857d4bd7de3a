import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { withoutTime } from './timephrase';

const cases: [clause: string, want: string][] = [
  ["I'll get back to you by tomorrow 17:00", "I'll get back to you"],
  ["I'll get back to you by tomorrow 17:00.", "I'll get back to you"],
  ['I’ll refund it by 5 pm', 'I’ll refund it'],
  ['We will answer by 5:30 p.m. today.', 'We will answer'],
  ["I'll call you at 8:30", "I'll call you"],
  ["I'll call you tomorrow at 3 o'clock.", "I'll call you"],
  ["I'll call you at 5", "I'll call you"],
  ['I will get back to you before noon tomorrow', 'I will get back to you'],
  ['You will get your money by Friday', 'You will get your money'],
  ["I'll write to you next Monday", "I'll write to you"],
  ["I'll send it by the end of the day", "I'll send it"],
  ["I'll send it by EOD", "I'll send it"],
  ["I'll send it by close of business tomorrow", "I'll send it"],
  ["We'll ship it next week", "We'll ship it"],
  ["I'll let you know this afternoon", "I'll let you know"],
  ["I'll let you know tomorrow evening at 7.30 pm", "I'll let you know"],
  ["I'll ring you the day after tomorrow", "I'll ring you"],
  ["I'll call you today or tomorrow", "I'll call you"],
  ['Let me check and get back to you by 4pm', 'Let me check and get back to you'],
  ["By tomorrow 17:00 you will get your refund", 'You will get your refund'],
  ["by Friday I'll have an answer for you", "I'll have an answer for you"],
  ["I'll have it no later than Thursday 12:00", "I'll have it"],
  ["I'll call you by\u00a05\u202fpm", "I'll call you"],
  ["We'll get back to you within 3 hours", "We'll get back to you"],
  ["I'll get back to you in two days", "I'll get back to you"],
  ['We will fix it within the hour', 'We will fix it'],
  ['We will fix it in half an hour', 'We will fix it'],
  ["I'll ship it within 24h", "I'll ship it"],
  ['You will receive it within 3 to 5 working days', 'You will receive it'],
  ["We'll deliver it on 3 December", "We'll deliver it"],
  ["We'll deliver it on Thursday, 3 December 2026", "We'll deliver it"],
  ["We'll deliver it on December 3rd at 9:15 am", "We'll deliver it"],
  ["We'll deliver it by 2026-12-03", "We'll deliver it"],
  ["We'll deliver it by the 25th", "We'll deliver it"],
  ['Ich erstatte es bis morgen 17 Uhr', 'Ich erstatte es'],
  ['Ich melde mich innerhalb von 3 Stunden', 'Ich melde mich'],
  ['Wir melden uns bis Freitag, 20.11., um 9:30 Uhr', 'Wir melden uns'],
  ['Sie erhalten das Paket am 3. Dezember', 'Sie erhalten das Paket'],
  ['Ich werde das heute noch klären', 'Ich werde das klären'],
  ['Ich rufe Sie morgen Abend um 8 Uhr an', 'Ich rufe Sie an'],
  ['Wir melden uns bis zum Ende der Woche', 'Wir melden uns'],
  // German turns the verb round behind the time, and some clauses are nothing without it.
  ['Bis morgen Mittag werde ich das klären', 'Bis morgen Mittag werde ich das klären'],
  ['Am 3.12. erhalten Sie das Paket', 'Am 3.12. erhalten Sie das Paket'],
  ['Tomorrow', 'Tomorrow'],
  ['Done by Friday', 'Done by Friday'],
  // What is no time stays.
  ["I'll send you 5 parcels", "I'll send you 5 parcels"],
  ["I'll send you today's price list", "I'll send you today's price list"],
  ["I'll ask for the Mayfair shop", "I'll ask for the Mayfair shop"],
  ["I'll refund the 20.50 by Friday", "I'll refund the 20.50"],
  ["I'll check it at the Sunday-market", "I'll check it at the Sunday-market"],
  ['', ''],
];
for (const [clause, want] of cases) {
  test(`“${clause}” promises “${want}”`, () => equal(withoutTime(clause), want));
}

test('much that is nearly a time comes to an end', () => {
  const long = `I ${'by 1 to 1 by the the next '.repeat(400)}parcels`;
  equal(withoutTime(long), long);
});
