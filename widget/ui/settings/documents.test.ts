import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { standInID } from '../staff/ids';
import { kinds } from './documents';
import type { Cause, DeskRules, Team } from './kinds';
import { whatIsSaid, withTeam } from './teams';

const sent = {
  teams: [
    {
      id: 'support',
      title: 'Support',
      hours: { zone: '', week: null },
      standards: { '': { first: 240 }, urgent: { next: 60 } },
      show: true,
      auto: false,
      members: [{ agent: 'ben', capacity: 3 }],
    },
  ],
  routes: [{ team: 'support', pages: ['/checkout'], priority: 'high' }],
  grace: 60,
  away: 300,
  silent: 900,
  expire: 259_200,
  mail_after: 300,
  preview: false,
};

const desk = (): DeskRules => kinds.desk.read(sent);
const team = (): Team => desk().teams[0] as Team;

test('lists that the server leaves out are empty', () => {
  deepEqual(team().hours, { zone: '', week: [], days: [] });
  deepEqual(team().members, [{ agent: 'ben', capacity: 3, skills: [] }]);
  deepEqual(desk().routes[0]?.sites, []);
  deepEqual(kinds.desk.read({ ...sent, teams: null, routes: null }).teams, []);
  deepEqual(kinds.desk.read(null), kinds.desk.empty);
  deepEqual(kinds.causes.read(null), []);
  deepEqual(kinds.canned.read([{ id: 'a', shortcut: 'hi', title: 'Hi', text: 'Hi' }]), [
    { id: 'a', shortcut: 'hi', title: 'Hi', text: 'Hi', team: '', tags: [] },
  ]);
});

test('what was read and is sent again says the same', () => {
  const again = kinds.desk.ready(desk());
  deepEqual(kinds.desk.read(JSON.parse(JSON.stringify(again))), again);
  deepEqual(again.teams[0]?.standards, sent.teams[0]?.standards);
});

test('a standard of zero is refused before it is sent, one that is empty is left out', () => {
  const zero = { ...desk(), teams: [{ ...team(), standards: { urgent: { first: 0 } } }] };
  equal(kinds.desk.fault(zero), 'Team “Support”, Urgent, First answer: Zero cannot be kept. Leave it empty for none.');
  const none = { ...desk(), teams: [{ ...team(), standards: { urgent: {}, low: { first: 60 } } }] };
  equal(kinds.desk.fault(none), '');
  deepEqual(kinds.desk.ready(none).teams[0]?.standards, { low: { first: 60 } });
});

test('times and capacities that are no numbers are refused', () => {
  match(kinds.desk.fault({ ...desk(), away: -1 }), /^Away after: .*no number/);
  match(kinds.desk.fault({ ...desk(), grace: 0 }), /^Time to come back: Zero/);
  const members = [{ agent: 'ben', capacity: -1, skills: [] }];
  match(kinds.desk.fault({ ...desk(), teams: [{ ...team(), members }] }), /^Team “Support”, .*1 to 100/);
  equal(kinds.desk.fault(desk()), '');
});

test('the hours are sent in order', () => {
  const hours = {
    zone: '',
    week: [
      { day: 0, from: '10:00', to: '11:00' },
      { day: 1, from: '09:00', to: '10:00' },
    ],
    days: ['2026-12-26', '2026-01-01'].map((date) => ({ date, open: [] })),
  };
  const ready = kinds.desk.ready({ ...desk(), teams: [{ ...team(), hours }] }).teams[0]?.hours;
  deepEqual(ready?.week.map(({ day }) => day), [1, 0]);
  deepEqual(ready?.days.map(({ date }) => date), ['2026-01-01', '2026-12-26']);
});

test('new causes are named after their titles, others keep their ids', () => {
  const cause = (id: string, title: string, parts: Cause[] = []): Cause => ({ id, title, words: [], parts });
  const tree = [cause('late', 'Delivery', [cause(standInID(), 'Late'), cause(standInID(), 'Late')]), cause(standInID(), '退货'), cause(standInID(), '返品')];
  const ready = kinds.causes.ready(tree);
  equal(ready[0]?.id, 'late');
  deepEqual(ready[0]?.parts.map(({ id }) => id), ['late-2', 'late-3']);
  deepEqual(ready.slice(1).map(({ id }) => id), ['cause', 'cause-2']);
});

test('steps without words are not sent', () => {
  const book = { id: 'a', title: 'A', tags: [], questions: [], steps: ['one', ' ', 'two', ''], team: '' };
  deepEqual(kinds.playbooks.ready([book])[0]?.steps, ['one', 'two']);
});

test('routes go along with the name of their team, but not with one that another team has', () => {
  equal(withTeam(desk(), 0, { ...team(), id: 'help' }).routes[0]?.team, 'help');
  const two = { ...desk(), teams: [team(), { ...team(), title: 'Other' }] };
  equal(withTeam(two, 1, { ...team(), id: 'other' }).routes[0]?.team, 'support');
});

test('customers are told a time only if one is set and shown', () => {
  equal(whatIsSaid(team()), 'Customers read: “We answer within 4 minutes”');
  equal(whatIsSaid({ ...team(), show: false }), 'Customers are told no time.');
  match(whatIsSaid({ ...team(), standards: { urgent: { first: 60 } } }), /no time for the first answer/);
  match(whatIsSaid({ ...team(), standards: { '': { first: 0 } } }), /no time for the first answer/);
});
