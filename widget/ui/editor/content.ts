// The fields of the form and the content that they stand for.
import type { Content } from '../staff/http';

/** For whom an article is. */
export type Audience = 'everybody' | 'staff' | 'sites';

/** What is typed, letter by letter. */
export interface Fields {
  /** only of a new article; "" until it is touched: it is made of the title then */
  slug: string;
  title: string;
  body: string;
  /** one per line */
  phrasings: string;
  /** separated by commas */
  tags: string;
  category: string;
  locale: string;
  audience: Audience;
  /** separated by commas; counts only for the audience "sites" */
  sites: string;
  /** a day as 2026-12-31, "" for none */
  review: string;
  /** id of the article that is translated, "" if none is */
  original: string;
  /** a number, the revision that this one says the same as */
  originalRevision: string;
}

export type FieldName = keyof Fields;

export const empty: Fields = {
  slug: '',
  title: '',
  body: '',
  phrasings: '',
  tags: '',
  category: '',
  locale: 'en',
  audience: 'everybody',
  sites: '',
  review: '',
  original: '',
  originalRevision: '',
};

/** The fields that are used rarely. */
export const rare: readonly FieldName[] = ['category', 'locale', 'audience', 'sites', 'review', 'original', 'originalRevision'];

const staffOnly = 'staff'; // as the only audience: nobody else may read it

/** Fills the form. */
export function fieldsOf(content: Content): Fields {
  const { title, body, category, locale } = content;
  const audience = content.audience ?? [];
  const staff = audience.length === 1 && audience[0] === staffOnly;
  return {
    slug: '',
    title,
    body,
    category,
    locale,
    phrasings: (content.phrasings ?? []).join('\n'),
    tags: (content.tags ?? []).join(', '),
    audience: staff ? 'staff' : audience.length > 0 ? 'sites' : 'everybody',
    sites: staff ? '' : audience.join(', '),
    review: content.review ?? '',
    original: content.original ?? '',
    originalRevision: content.original_revision ? String(content.original_revision) : '',
  };
}

/** Fills the form of a new article with what was made of a conversation, a gap or an original; what is not that is left out. */
export function broughtBy(json: string): Fields {
  try {
    const brought = JSON.parse(json) as Record<string, unknown>;
    const text = (name: string, otherwise = '') => (typeof brought[name] === 'string' && brought[name] ? (brought[name] as string) : otherwise);
    const list = (name: string) => {
      const value = brought[name];
      return Array.isArray(value) ? value.filter((part): part is string => typeof part === 'string') : [];
    };
    const revision = brought.original_revision;
    return fieldsOf({
      title: text('title'),
      body: text('body'),
      locale: text('locale', empty.locale),
      phrasings: list('phrasings'),
      tags: list('tags'),
      category: text('category'),
      audience: list('audience'),
      review: '',
      original: text('original'),
      original_revision: typeof revision === 'number' && Number.isInteger(revision) && revision > 0 ? revision : 0,
    });
  } catch {
    return empty;
  }
}

/** Reads the form. */
export function contentOf(fields: Fields): Content {
  const original = fields.original.trim();
  const revision = Number(fields.originalRevision);
  return {
    title: fields.title.trim(),
    body: fields.body,
    phrasings: parts(fields.phrasings, '\n'),
    tags: parts(fields.tags, ','),
    category: fields.category.trim(),
    locale: fields.locale.trim(),
    audience: fields.audience === 'staff' ? [staffOnly] : fields.audience === 'sites' ? parts(fields.sites, ',') : [],
    review: fields.review,
    original,
    original_revision: original && Number.isInteger(revision) && revision > 0 ? revision : 0,
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

/** Reports whether an article is meant for some sites, but none is named: it would be for everybody. */
export function siteMissing(fields: Fields): boolean {
  return fields.audience === 'sites' && parts(fields.sites, ',').length === 0;
}

const named: [RegExp, FieldName][] = [
  [/^the title/i, 'title'],
  [/^(the slug|the id|an article with this)/i, 'slug'],
  [/^(the body|lists and quotes)/i, 'body'],
  [/^(the phrasing|there are \d+ phrasings)/i, 'phrasings'],
  [/^(the tag|there are \d+ tags)/i, 'tags'],
  [/^the category/i, 'category'],
  [/^the locale/i, 'locale'],
  [/^the audience/i, 'sites'],
  [/^the review/i, 'review'],
  [/^the revision of the original/i, 'originalRevision'],
  [/^the original/i, 'original'],
];

/** The field that the server's sentence about a fault begins with, undefined if it names none. */
export function fieldNamed(sentence: string): FieldName | undefined {
  const words = sentence.replace(/^invalid article: /i, '');
  return named.find(([pattern]) => pattern.test(words))?.[1];
}
