import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { addedTo, clockOf, copied, faultsOf, inWords, minutesOf, onDay, proposed, sorted, stripesOf } from './hours';
import type { Span } from './kinds';

const clocks: [string, string][] = [
  ['9', '09:00'],
  ['930', '09:30'],
  ['9.30', '09:30'],
  ['9:30', '09:30'],
  [' 17:05 ', '17:05'],
  ['24', '24:00'],
  ['0', '00:00'],
  ['25', '25'],
  ['24:01', '24:01'],
  ['9:75', '9:75'],
  ['nine', 'nine'],
  ['', ''],
];
for (const [typed, time] of clocks) {
  test(`“${typed}” becomes “${time}”`, () => equal(clockOf(typed), time));
}

test('every minute of a day survives', () => {
  for (let at = 0; at <= 1440; at++) {
    const text = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
    equal(minutesOf(text), at);
    equal(clockOf(text), text);
  }
});

const wrong: [string, string, RegExp][] = [
  ['9:00', '17:00', /like 09:00/],
  ['24:00', '24:00', /like 09:00/],
  ['18:00', '00:00', /24:00 for midnight/],
  ['22:00', '06:00', /22:00–24:00/],
  ['09:00', '09:00', /end before/],
];
for (const [from, to, fault] of wrong) {
  test(`${from}–${to} is refused`, () => match(faultsOf([{ from, to }])[0] ?? '', fault));
}

test('hours that overlap are marked, those that touch are not', () => {
  const faults = faultsOf([
    { from: '09:00', to: '12:00' },
    { from: '11:00', to: '13:00' },
    { from: '13:00', to: '24:00' },
  ]);
  match(faults[0] ?? '', /overlap/);
  match(faults[1] ?? '', /overlap/);
  equal(faults[2], '');
  match(faultsOf([{ from: '09:00', to: '10:00' }, { from: '09:00', to: '10:00' }])[1] ?? '', /overlap/);
});

test('hours are proposed that are right by themselves', () => {
  const openings = [proposed([])];
  for (let n = 0; n < 2; n++) {
    openings.push(proposed(openings));
    deepEqual(faultsOf(openings).filter((fault) => fault !== ''), []);
  }
  deepEqual(openings[1], { from: '18:00', to: '21:00' });
});

const week: Span[] = [
  { day: 0, from: '10:00', to: '12:00' },
  { day: 1, from: '13:00', to: '17:00' },
  { day: 1, from: '09:00', to: '12:00' },
];

test('an opening is added behind those of its day', () => {
  deepEqual(onDay(addedTo(week, 0), 0).map(({ at }) => at), [0, 1]);
  deepEqual(addedTo(week, 3)[3], { day: 3, from: '09:00', to: '17:00' });
});

test('the week begins on Monday, each day in order', () => {
  deepEqual(sorted(week).map(({ day, from }) => `${day} ${from}`), ['1 09:00', '1 13:00', '0 10:00']);
});

test('Monday is copied over what the other days had', () => {
  const twice = copied(copied(week, 1, [2, 3]), 1, [2, 3]);
  deepEqual(twice.filter(({ day }) => day === 2), [
    { day: 2, from: '09:00', to: '12:00' },
    { day: 2, from: '13:00', to: '17:00' },
  ]);
  equal(twice.length, 7);
});

test('hours are said in a few words', () => {
  const at = (spans: Span[], zone = 'Europe/Berlin') => inWords({ zone, week: spans, days: [] });
  equal(at([]), 'around the clock');
  equal(at(week), 'Mon 9:00–12:00 and 13:00–17:00, Sun 10:00–12:00 (Europe/Berlin)');
  equal(at(copied(week, 1, [2, 3, 4, 5, 6]), ''), 'Mon–Sat 9:00–12:00 and 13:00–17:00, Sun 10:00–12:00 (UTC)');
  equal(at(copied(week, 0, [1, 2, 3, 4, 5, 6])), 'daily 10:00–12:00 (Europe/Berlin)');
});

test('stripes lie where the hours are', () => {
  deepEqual(stripesOf([{ from: '06:00', to: '18:00' }, { from: '20:00', to: 'late' }, { from: '9', to: '8' }]), [{ start: 25, length: 50 }]);
});
