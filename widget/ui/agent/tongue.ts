// Which language a text is in, as far as that can be told from a message: it decides whether a translation is offered.

// Languages that one script stands for. Where several share a script, signs of their own tell them apart.
const scripts: readonly [RegExp, string][] = [
  [/[\u3040-\u30ff]/g, 'ja'],
  [/[\uac00-\ud7af]/g, 'ko'],
  [/[\u4e00-\u9fff]/g, 'zh'],
  [/[\u0370-\u03ff]/g, 'el'],
  [/[\u0590-\u05ff]/g, 'he'],
  [/[\u0600-\u06ff]/g, 'ar'],
  [/[\u0400-\u04ff]/g, 'ru'],
  [/[\u0900-\u097f]/g, 'hi'],
  [/[\u0e00-\u0e7f]/g, 'th'],
];
const own: readonly [RegExp, string, string][] = [
  [/[\u3040-\u30ff]/, 'zh', 'ja'],
  [/[іїєґ]/i, 'ru', 'uk'],
  [/[پچژگ]/, 'ar', 'fa'],
];

// Small words that a sentence hardly does without, and other languages hardly have.
const small: Record<string, string> = {
  en: 'i a the and is are you your what how my not have do does can with when where which this for please would it of to been has was',
  de: 'der die das und ist ich nicht ein eine mein meine sie mit für wie wann wo was habe kann bitte auf den dem zu wurde noch es wir auch',
  fr: 'le la les et est je vous mon ma mes pas une des du quand comment où avec pour dans que qui votre bonjour nous suis cette ce sur',
  es: 'el los las y es yo mi no una del cuándo cómo dónde con para por que qué hola usted está puedo mis su muy pero gracias al lo',
  it: 'il gli e è io mio mia non una della quando come dove con per che ciao posso sono ho del nel questo grazie le di si mi',
  nl: 'de het en is ik mijn niet een wanneer hoe waar met voor dat wat kan u je van heb zijn naar graag bij nog deze aan',
  pt: 'os as é eu meu minha não uma quando como onde com para que olá você posso do da em obrigado está na no seu mas por',
  pl: 'i w na jest nie się do jak kiedy gdzie czy mój moja proszę dzień dobry mam to za mogę po od dla ale tak',
};
const words = new Map(Object.entries(small).map(([tongue, list]) => [tongue, new Set(list.split(' '))]));

/** The primary subtag of a language tag: "de" of "de-AT". */
export function primary(tag: string): string {
  return tag.split(/[-_]/)[0]?.toLowerCase() ?? '';
}

/** The language of a text as a primary subtag, "" if it cannot be told. */
export function tongueOf(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const script = scripts.find(([signs]) => (text.match(signs)?.length ?? 0) > letters / 2);
  if (script) return own.find(([signs, like]) => like === script[1] && signs.test(text))?.[2] ?? script[1];
  return byWords(text.toLowerCase().match(/\p{L}+/gu) ?? []);
}

/** The language that has the most of the words as its small ones, each counted once, and clearly more than the next. */
function byWords(said: readonly string[]): string {
  const different = [...new Set(said)];
  const hits = [...words].map(([tongue, known]) => ({ tongue, n: different.filter((word) => known.has(word)).length }));
  const [best, next] = hits.sort((a, b) => b.n - a.n);
  if (!best || !next || best.n < 2 || best.n <= next.n * 1.3) return '';
  return best.tongue;
}

/** What a customer said, as far as their language shows in it. */
interface Said {
  kind: string;
  from?: string;
  text?: string;
}

/** The language that the customer writes in: that of their newest message that shows it, else that of their browser. */
export function customerTongue(events: readonly Said[], locale: string | undefined): string {
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i];
    const tongue = event?.kind === 'message' && event.from === 'customer' ? tongueOf(event.text ?? '') : '';
    if (tongue) return tongue;
  }
  return primary(locale ?? '');
}

/** The name of a language in English, the tag where it has none. */
export function tongueName(tag: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
