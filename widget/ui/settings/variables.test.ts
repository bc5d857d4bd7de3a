import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOf, piecesOf, variables } from './variables';

/** The pieces as text: known variables in angle brackets, unknown ones with a question mark, lonely braces with a bang. */
const drawn = (text: string): string =>
  piecesOf(text)
    .map(({ kind, text: part }) => ({ text: part, variable: `<${part}>`, unknown: `<${part}?>`, unclosed: `${part}!` })[kind])
    .join('');

const texts: [string, string][] = [
  ['Hello {{customer}}, I am {{agent}}.', 'Hello <customer>, I am <agent>.'],
  ['{{ Customer }}', '<customer>'],
  ['{{custommer}}', '<custommer?>'],
  ['{{}}', '<?>'],
  ['{{customer', '{{!customer'],
  ['{{a {{team}} b', '{{!a <team> b'],
  ['customer}} and }}', 'customer}}! and }}!'],
  ['{customer}', '{customer}'],
  ['', ''],
];
for (const [text, want] of texts) {
  test(`“${text}” is read as “${want}”`, () => equal(drawn(text), want));
}

test('nothing of the text is lost', () => {
  for (const [text] of texts) {
    const again = piecesOf(text)
      .map(({ kind, text: part }) => (kind === 'variable' || kind === 'unknown' ? `{{${part}}}` : part))
      .join('');
    equal(again.toLowerCase().replace(/ /g, ''), text.toLowerCase().replace(/ /g, ''));
  }
});

test('each fault is told once, none where all is known', () => {
  deepEqual(faultsOf(variables.map((name) => `{{${name}}}`).join(' ')), []);
  equal(faultsOf('{{x}} {{x}} {{').length, 2);
  match(faultsOf('{{x}}')[0] ?? '', /\{\{x\}\} is not known/);
});
