import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { destination } from './next';

const origin = 'https://desk.example';

const cases: [string, string | null, string[], string][] = [
  ['nothing wanted: the surface of the role', null, ['agent'], '/agent'],
  ['an editor goes to the articles', null, ['editor'], '/editor'],
  ['a manager goes to the console', '', ['manager'], '/agent'],
  ['a path of ours', '/editor?id=a&q=b', ['editor'], '/editor?id=a&q=b'],
  ['a fragment is kept', '/agent#c1', ['agent'], '/agent#c1'],
  ['another host', 'https://evil.example/agent', ['agent'], '/agent'],
  ['another host without a scheme', '//evil.example/agent', ['agent'], '/agent'],
  ['another host with backslashes', '/\\evil.example', ['agent'], '/agent'],
  ['another host behind a dot segment', '/.//evil.example', ['agent'], '/agent'],
  ['another host behind a tab', '/\t/evil.example', ['agent'], '/agent'],
  ['a script', 'javascript:alert(1)', ['agent'], '/agent'],
  ['the sign-in page itself', '/sign-in?next=/agent', ['agent'], '/agent'],
  ['no path at all', 'agent', ['agent'], '/agent'],
];

for (const [name, wanted, roles, path] of cases) {
  test(name, () => equal(destination(wanted, roles, origin), origin + path));
}
