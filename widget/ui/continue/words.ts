// What the page says before there is a conversation to show.

const en = {
  lang: 'en',
  title: 'Your conversation',
  opening: 'Opening your conversation …',
  invalid: 'This link does not work any more.',
  next: 'It may be too old, or a part of it is missing. Use the link in our newest e-mail, or open the chat on our website and write to us there.',
  later: 'Your conversation could not be opened.',
  wait: 'Check your connection, wait a moment and try again.',
  retry: 'Try again',
};

const de: typeof en = {
  lang: 'de',
  title: 'Ihr Gespräch',
  opening: 'Ihr Gespräch wird geöffnet …',
  invalid: 'Dieser Link gilt nicht mehr.',
  next: 'Vielleicht ist er zu alt, oder ein Teil davon fehlt. Nehmen Sie den Link aus unserer neuesten E-Mail, oder öffnen Sie den Chat auf unserer Website und schreiben Sie uns dort.',
  later: 'Ihr Gespräch konnte nicht geöffnet werden.',
  wait: 'Prüfen Sie Ihre Verbindung, warten Sie einen Moment und versuchen Sie es noch einmal.',
  retry: 'Noch einmal versuchen',
};

/** Returns the words for a language such as "de-AT": English if there are none. */
export function wordsFor(language: string): typeof en {
  return language.toLowerCase().startsWith('de') ? de : en;
}
