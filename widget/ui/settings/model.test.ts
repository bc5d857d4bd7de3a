import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelDay, ModelReport, Use } from './model';
import { byPurpose, costOf, count, dayWords, isShown, renewal, stateWords, tokenWords, unknown } from './model';

const nothing: Use = { requests: 0, failed: 0, refused: 0, estimated: 0, prompt: 0, completion: 0, cost: 0 };
const day: ModelDay = { ...nothing, date: '2026-11-21', purposes: {} };
const report: ModelReport = {
  name: 'models.example/small',
  down: false,
  why: '',
  since: 0,
  answered: 0,
  priced: false,
  limits: { day: 0, site: 0, visitor: 0, address: 0 },
  sites: [],
  today: day,
  days: [day],
};
const noon = Date.UTC(2026, 10, 21, 12);

test('the state of the model is told in words, with what to do', () => {
  match(stateWords(report, noon), /not asked since the server started/);
  match(stateWords({ ...report, answered: noon }, noon), /^It answers\. The last answer came at .*\d/);
  const why = 'The model server refuses the key: write another.';
  match(stateWords({ ...report, why, since: noon, answered: noon - 1 }, noon), /^It fails since .*\d.*\. The model server refuses the key: write another\.$/);
  match(stateWords({ ...report, why, down: true, since: noon }, noon), /^It is not asked at the moment, since .*several times in a row\. The model server refuses.*another\. It is tried again by itself\.$/);
  equal(stateWords({ ...report, down: true }, noon).includes('  '), false);
});

test('what was not counted by the server is told to be about so much', () => {
  equal(tokenWords({ ...nothing, prompt: 40, completion: 2 }), count(42));
  equal(tokenWords({ ...nothing, prompt: 40, completion: 2, estimated: 1 }), `about ${count(42)}`);
});

test('purposes that took nothing are left out, the others come most first', () => {
  const purposes = {
    editor: { ...nothing, requests: 1, prompt: 5 },
    answer: { ...nothing, requests: 2, prompt: 50 },
    agent: nothing,
    novel: { ...nothing, refused: 1 },
  };
  deepEqual(byPurpose({ ...day, purposes }).map(({ name }) => name), ['answers', 'help for editors', 'novel']);
  deepEqual(byPurpose({ ...day, purposes: null }), []);
});

test('days are those of the server, and costs keep their digits', () => {
  match(dayWords('2026-11-21'), /21/);
  equal(dayWords('some day'), 'some day');
  equal(costOf(0), '0');
  equal(costOf(0.00043), '0.00043');
  equal(costOf(0.4), '0.40');
  equal(renewal(noon), renewal(noon + 11 * 3_600_000));
});

test('the sections are shown where there is a model, or where it cannot be told', () => {
  equal(isShown(unknown), false);
  equal(isShown({ ...unknown, off: true }), false);
  equal(isShown({ ...unknown, report }), true);
  equal(isShown({ ...unknown, fault: 'The server cannot be reached.' }), true);
});
