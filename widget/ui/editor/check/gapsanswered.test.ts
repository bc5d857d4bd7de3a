import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { GapNow } from './gapsanswered';
import { outcomeOf } from './gapsanswered';

const gap = (more: Partial<GapNow>): GapNow => ({ id: 'g', title: 'gift cards', state: 'open', asked: 9, answered: 7, checked_at: 1, ...more });

const cases: [Partial<GapNow>, string][] = [
  [{ state: 'closed' }, '7 of 9 questions of the gap “gift cards” are answered now; the gap is closed.'],
  [{}, '7 of 9 questions of the gap “gift cards” are answered now; 2 are still open.'],
  [{ answered: 8 }, '8 of 9 questions of the gap “gift cards” are answered now; 1 is still open.'],
  [{ answered: 9 }, '9 of 9 questions of the gap “gift cards” are answered now.'],
  [{ answered: 1 }, '1 of 9 questions of the gap “gift cards” is answered now; 8 are still open.'],
  [{ asked: 1, answered: 1, state: 'closed' }, '1 of 1 question of the gap “gift cards” is answered now; the gap is closed.'],
  [{ asked: 0, answered: 0 }, 'The gap “gift cards” has no question to ask again.'],
];
for (const [more, words] of cases) test(words, () => equal(outcomeOf(gap(more)), words));
