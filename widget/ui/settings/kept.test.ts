import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Figure, Report } from './kept';
import { asCSV, daysOf, hashOf, keptOf, lasting, percent, periods } from './kept';
import { t } from './strings';

const none: Figure = { n: 0, judged: 0, kept: 0, share: null, median: null, p90: null, enough: false };

test('every period has its fragment', () => {
  for (const days of periods) equal(daysOf(hashOf(days)), days);
});

for (const hash of ['#kept', '', '#kept?days=', '#kept?days=8', '#kept?days=7e0x', '#kept?day=7', '#kept?days=-7']) {
  test(`“${hash}” is about 30 days`, () => equal(daysOf(hash), 30));
}

for (const [seconds, want] of [
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [187, '3 min 7 s'],
  [3599, '59 min 59 s'],
  [3600, '1 h'],
  [3900, '1 h 5 min'],
  [86_399, '23 h 59 min'],
  [183_600, '2 d 3 h'],
] as const) {
  test(`${seconds} seconds`, () => equal(lasting(seconds), want));
}

for (const [share, want] of [
  [1, '100 %'],
  [0.999, '99 %'],
  [0.29, '29 %'],
  [0, '0 %'],
] as const) {
  test(`the share ${share}`, () => equal(percent(share), want));
}

test('what had no standard is not called kept', () => {
  equal(keptOf({ ...none, n: 5, median: 3, p90: 4 }), t.kept.noStandard);
  equal(keptOf(none), '');
  equal(keptOf({ ...none, n: 4, judged: 4, kept: 3, share: 0.75 }), '3 of 4');
  equal(keptOf({ ...none, n: 40, judged: 40, kept: 30, share: 0.75, enough: true }), '30 of 40 (75 %)');
});

test('the file has every cell below its head', () => {
  const full: Figure = { n: 31, judged: 31, kept: 30, share: 30 / 31, median: 61, p90: 240, enough: true };
  const report: Report = { days: 7, since: 0, until: 1, least: 30, rows: [{ team: 'a', title: '=evil()', priority: '', kind: 'first', now: full, before: none }] };
  const [head, row, end] = asCSV(report).split('\r\n');
  equal(row, `a,'=evil(),${t.priority['']},${t.kept.kind.first},31,31,30,0.9677,61,240,,0,0,,,,,${t.kept.notEnough}`);
  equal(head?.split(',').length, row?.split(',').length);
  ok(end === '');
});
