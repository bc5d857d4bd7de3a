import { equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { isStandIn, randomID, slug, standInID, unique } from './ids';

const titles: [string, string][] = [
  ['Our Returns Team', 'our-returns-team'],
  ['Größe & Maße', 'grosse-masse'],
  ['  -- ', ''],
  ['退货', ''],
  ['Café', 'cafe'],
  ['x'.repeat(60), 'x'.repeat(40)],
  [`${'x'.repeat(39)} y`, 'x'.repeat(39)],
];
for (const [title, name] of titles) {
  test(`“${title}” is named “${name}”`, () => equal(slug(title), name));
}

test('a taken name gets the first free number', () => {
  equal(unique('team', new Set()), 'team');
  equal(unique('team', new Set(['team', 'team-2'])), 'team-3');
});

test('ids differ, and one that stands in can be told', () => {
  match(randomID(), /^[a-z0-9]{10}$/);
  ok(randomID() !== randomID());
  ok(isStandIn(standInID()));
  ok(!isStandIn(randomID()));
});
