import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { documentOf, sectionOf, sections } from './route';

test('every section has its fragment', () => {
  for (const section of sections) equal(sectionOf(`#${section}`), section);
});

for (const hash of ['', '#', '#nowhere', '#constructor', 'teams/1']) {
  test(`“${hash}” leads to the first section`, () => equal(sectionOf(hash), 'teams'));
}

test('teams, hours, routes and the desk are one document', () => {
  equal(sections.filter((section) => documentOf(section) === 'desk').join(), 'teams,hours,routes,desk');
  equal(documentOf('neversay'), 'neversay');
});

test('what only shows something is no document', () => {
  equal(documentOf('model'), undefined);
  equal(documentOf('voice'), 'voice');
});

test('the standards kept are no document, and their fragment says more', () => {
  equal(documentOf('kept'), undefined);
  equal(sectionOf('#kept?days=7'), 'kept');
});
