import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { customerTongue, primary, tongueName, tongueOf } from './tongue';

const texts: [string, string][] = [
  ['Where is my parcel? It should have been here on Monday.', 'en'],
  ['can i return a package i opened', 'en'],
  ['Wo ist mein Paket? Es sollte am Montag da sein.', 'de'],
  ['Ich habe die Rechnung noch nicht bekommen.', 'de'],
  ['Bonjour, quand est-ce que je reçois mon colis ?', 'fr'],
  ['Hola, ¿cuándo llega mi pedido? No está en la tienda.', 'es'],
  ['Quando arriva il mio pacco? Non ho ricevuto niente.', 'it'],
  ['Waar is mijn pakket? Ik heb het nog niet.', 'nl'],
  ['Quando é que chega a minha encomenda? Eu não sei.', 'pt'],
  ['Kiedy przyjdzie moja paczka? Nie mam jej i czekam na odpowiedź.', 'pl'],
  ['Где моя посылка?', 'ru'],
  ['Де моя посилка? Її немає.', 'uk'],
  ['荷物はどこですか', 'ja'],
  ['我的包裹在哪里', 'zh'],
  ['내 소포는 어디에 있나요', 'ko'],
  ['أين طردي؟', 'ar'],
  ['איפה החבילה שלי', 'he'],
  // Too little to tell.
  ['ok', ''],
  ['4711', ''],
  ['', ''],
  ['Samsung Galaxy S24', ''],
];
for (const [text, tongue] of texts) test(`“${text}” is ${tongue || 'not told'}`, () => equal(tongueOf(text), tongue));

test('the newest message that shows a language counts, else the browser', () => {
  const said = (text: string, from = 'customer') => ({ kind: 'message', from, text });
  equal(customerTongue([said('Wo ist mein Paket? Ich warte.'), said('ok'), said('Where is it, please?', 'agent')], 'en-GB'), 'de');
  equal(customerTongue([said('ok')], 'fr-CA'), 'fr');
  equal(customerTongue([], undefined), '');
});

test('languages have names, and what is no language keeps its tag', () => {
  equal(tongueName('de'), 'German');
  equal(tongueName('!'), '!');
  equal(primary('pt-BR'), 'pt');
});
