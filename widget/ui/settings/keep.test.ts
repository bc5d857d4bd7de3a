import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { daysOf, faultOfDays, faultOfSite, forEver, keepKind, noNumber, whatGoes } from './keep';

test('a document that says nothing keeps everything for ever', () => {
  deepEqual(keepKind.read(null), { all: forEver, sites: [] });
  deepEqual(whatGoes(forEver), []);
});

test('what was read and is sent again says the same', () => {
  const sent = {
    all: { conversations: 365, anonymous: 30, mail: 90, questions: 365, traces: 14, visitors: 180 },
    sites: [
      { site: 'shop', days: { ...forEver, conversations: 10 } },
      { site: 'club', days: { ...forEver, mail: 7 } },
    ],
  };
  deepEqual(keepKind.ready(keepKind.read(sent)), sent);
  deepEqual(keepKind.read(keepKind.ready(keepKind.read(sent))), sent);
});

test('nothing typed is for ever; what is no number of days is refused', () => {
  equal(daysOf(''), 0);
  equal(daysOf(' 30 '), 30);
  for (const typed of ['0', '-1', '1.5', 'soon', '1e3', '1234567']) equal(daysOf(typed), noNumber);
  match(faultOfDays({ ...forEver, mail: noNumber }, 'mail'), /whole number of days/);
  match(faultOfDays({ ...forEver, mail: 36_501 }, 'mail'), /whole number of days/);
  equal(faultOfDays({ ...forEver, mail: 36_500 }, 'mail'), '');
});

test('what belongs to a conversation is not kept longer than it', () => {
  match(faultOfDays({ ...forEver, conversations: 30, questions: 31 }, 'questions'), /after 30 days/);
  equal(faultOfDays({ ...forEver, conversations: 30, mail: 31 }, 'mail'), '');
  equal(faultOfDays({ ...forEver, questions: 31 }, 'questions'), '');
});

test('a site is named once, as the script tag names it', () => {
  const sites = [
    { site: 'shop', days: forEver },
    { site: 'My shop', days: forEver },
    { site: ' shop', days: forEver },
  ];
  equal(faultOfSite(sites, 0), '');
  match(faultOfSite(sites, 1), /lower-case/);
  match(faultOfSite(sites, 2), /already/);
  match(keepKind.fault({ all: forEver, sites }), /lower-case/);
  match(keepKind.fault({ all: { ...forEver, mail: noNumber }, sites: [] }), /^All sites, E-mail that was sent: Give/);
});

test('what goes by itself is said', () => {
  deepEqual(whatGoes({ ...forEver, conversations: 30, mail: 1 }), ['conversations, 30 days after something happened in them', 'e-mail, 1 day after it was sent']);
});
