// The fields of the form and the content that they stand for.
import type { Content } from '../staff/http';

/** What is typed, letter by letter. */
export interface Fields {
  title: string;
  body: string;
  /** one per line */
  phrasings: string;
  /** separated by commas */
  tags: string;
  category: string;
  locale: string;
}

export type FieldName = keyof Fields;

export const empty: Fields = { title: '', body: '', phrasings: '', tags: '', category: '', locale: 'en' };

/** Fills the form. */
export function fieldsOf(content: Content): Fields {
  const { title, body, category, locale } = content;
  return { title, body, category, locale, phrasings: (content.phrasings ?? []).join('\n'), tags: (content.tags ?? []).join(', ') };
}

/** Fills the form of a new article with what was made of a conversation or of a gap; what is not that is left out. */
export function broughtBy(json: string): Fields {
  try {
    const { title, phrasings, body, locale } = JSON.parse(json) as Record<string, unknown>;
    return {
      ...empty,
      title: typeof title === 'string' ? title : '',
      body: typeof body === 'string' ? body : '',
      locale: typeof locale === 'string' && locale ? locale : empty.locale,
      phrasings: Array.isArray(phrasings) ? phrasings.filter((phrasing) => typeof phrasing === 'string').join('\n') : '',
    };
  } catch {
    return empty;
  }
}

/** Reads the form. */
export function contentOf(fields: Fields): Content {
  return {
    title: fields.title.trim(),
    body: fields.body,
    phrasings: parts(fields.phrasings, '\n'),
    tags: parts(fields.tags, ','),
    category: fields.category.trim(),
    locale: fields.locale.trim(),
  };
}

/** The parts of a text without blanks, empty ones and repetitions. */
function parts(text: string, separator: string): string[] {
  return [...new Set(text.split(separator).map((part) => part.trim()))].filter(Boolean);
}

/** Reports whether two forms stand for the same content. */
export function same(a: Fields, b: Fields): boolean {
  return JSON.stringify(contentOf(a)) === JSON.stringify(contentOf(b));
}

const named: [RegExp, FieldName][] = [
  [/^the title/i, 'title'],
  [/^(the body|lists and quotes)/i, 'body'],
  [/^(the phrasing|there are \d+ phrasings)/i, 'phrasings'],
  [/^(the tag|there are \d+ tags)/i, 'tags'],
  [/^the category/i, 'category'],
  [/^the locale/i, 'locale'],
];

/** The field that the server's sentence about a fault begins with, undefined if it names none. */
export function fieldNamed(sentence: string): FieldName | undefined {
  const words = sentence.replace(/^invalid article: /i, '');
  return named.find(([pattern]) => pattern.test(words))?.[1];
}
