import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Event, Promised } from '../shared/wire';
import { happened } from './happened';
import { answered, lastAsked, lastRead, newThread, promisesOf, since, stepsDone } from './thread';

const words = { cause: (path: string) => path.toUpperCase(), now: 0 };
const told = (event: Partial<Event>) => happened({ seq: 1, kind: 'message', at: 0, ...event }, words);

test('a change of owner says who had it, who has it and why', () => {
  const cases: [Partial<Event>, string][] = [
    [{ owner: 'queue', reason: 'asked', place: 2, staffed: true, team: 'Returns' }, 'To the queue of Returns: asked for a person, place 2'],
    [{ owner: 'queue', reason: 'agent-gone', before: 'Ana', staffed: true }, 'To the queue: the agent’s connection was lost, before: Ana'],
    [{ owner: 'queue', reason: 'asked' }, 'To the queue: asked for a person, nobody was online'],
    [{ owner: 'agent', agent: 'Ben' }, 'Ben took over'],
    [{ owner: 'agent', agent: 'Ben', reason: 'transferred', from: 'agent', name: 'Ana' }, 'Ana passed it on to Ben'],
    [{ owner: 'agent', agent: 'Ben', reason: 'assigned' }, 'It was given to Ben'],
    [{ owner: 'agent', agent: 'Cleo', reason: 'taken-over', before: 'Ben' }, 'Cleo took over from Ben as a supervisor'],
    [{ owner: 'bot', from: 'agent', name: 'Ana' }, 'Ana handed back to the bot'],
  ];
  for (const [event, want] of cases) equal(told({ kind: 'owner', ...event }), want);
});

test('each kind has its sentence', () => {
  const by = { from: 'agent' as const, name: 'Ana' };
  equal(told({ kind: 'resolved', cause: 'late', ...by }), 'Resolved by Ana, cause: LATE');
  equal(told({ kind: 'rating', score: 2, served: 'Ben' }), 'The customer rated 2 of 5; Ben had served');
  equal(told({ kind: 'wait', wait: 240, samples: 9, place: 3 }), 'The customer was told that it takes longer, half of the last 9 waited at most 4 min, place 3');
  equal(told({ kind: 'tags', tags: ['a', 'b'], ...by }), 'Ana set the tags: a, b');
  equal(told({ kind: 'tags', ...by }), 'Ana took all tags off');
  equal(told({ kind: 'priority', ...by }), 'Ana set the priority: normal');
  equal(told({ kind: 'snooze', until: -1, ...by }), 'Ana put it aside until the customer writes');
  equal(told({ kind: 'snooze', from: 'system' }), 'It was taken up again');
  equal(told({ kind: 'step', playbook: 'Late', step: 'Ask', done: false, ...by }), 'Ana undid a step of “Late”: Ask');
  equal(told({ kind: 'blocked', undone: true, text: 'sorry', ...by }), 'Ana unblocked the customer: sorry');
  equal(told({ kind: 'neversay', from: 'bot', text: 'we guarantee' }), 'A never-say rule held the bot: “we guarantee”');
  equal(told({ kind: 'followup', text: 'called', ...by }), 'Ana looked at the low rating: called');
  equal(told({ kind: 'merged', into: 'x' }), 'It goes on in another conversation of the customer');
  equal(told({ kind: 'hidden' }), '');
});

const promise = (seq: number, state: Promised['state'], id = 'p', due = 100): Event => ({
  seq,
  kind: 'promise',
  at: seq,
  promise: { id, text: 'refund', due, state },
});

test('promises stand as their newest event says, those that are owed first', () => {
  const events = [promise(1, 'open', 'a', 1), promise(2, 'open', 'b', 9), promise(3, 'open', 'c', 5), promise(4, 'kept', 'a', 1), promise(5, 'late', 'b', 9)];
  deepEqual(
    promisesOf(events).map(({ id, state }) => `${id} ${state}`),
    ['c open', 'b late', 'a kept'],
  );
});

test('a step is done until it is undone', () => {
  const step = (seq: number, step_id: string, done: boolean): Event => ({ seq, kind: 'step', at: 0, step_id, done });
  deepEqual([...stepsDone([step(1, 'a/0', true), step(2, 'a/1', true), step(3, 'a/0', false)])], ['a/1']);
});

test('what was asked, read and written meanwhile', () => {
  const message = (seq: number, from: Event['from'], name = ''): Event => ({ seq, kind: 'message', at: 0, from, name });
  const events = [message(1, 'customer'), message(2, 'agent', 'Ana'), message(3, 'customer', 'Ana'), message(4, 'agent', 'Ben')];
  equal(lastAsked(events), 3);
  equal(lastAsked([]), 0);
  ok(answered(events));
  ok(!answered(events.slice(0, 3)));
  const thread = { ...newThread('c'), events, state: { status: 'open', owner: 'agent', epoch: 1, head: 4, staffed: true, read: 3 } as const };
  equal(lastRead(thread), 2);
  deepEqual(
    since(events, 1, 'Ana').map(({ seq }) => seq),
    [3, 4],
  );
});
