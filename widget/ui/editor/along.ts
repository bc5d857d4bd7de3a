// What another page gives along for a new article. It is taken once, so that a later new article begins empty.
import type { Content } from '../staff/http';
import { inTab } from '../staff/remembered';
import type { Fields } from './content';
import { broughtBy } from './content';
import type { Beginning } from './gapjson';

// One for the page: where the browser blocks storage, what is given still arrives.
const tab = inTab('frontdesk.');

/** What a new article begins with. */
export interface Along {
  fields: Fields;
  /** id of the gap that it is written for, "" if none */
  gap: string;
}

/** Takes what was given along for the new article with the made-up name. The gap is known again after a reload. */
export function takeAlong(name: string): Along {
  const given = tab.get('newArticle');
  const fresh = tab.get('newArticleGap');
  tab.set('newArticle', '');
  tab.set('newArticleGap', '');
  if (fresh) tab.set(`gap.${name}`, fresh);
  const doubts = tab.get('newArticleDoubts');
  tab.set('newArticleDoubts', '');
  if (doubts) keepDrafted(name, doubts);
  return { fields: broughtBy(given), gap: tab.get(`gap.${name}`) };
}

/** What is to be checked in an article that a language model has drafted, as JSON; "" if none has. The name is its id or made up. */
export function draftedAs(name: string): string {
  return tab.get(`drafted.${name}`);
}

/** Keeps that in this tab; "" forgets it. */
export function keepDrafted(name: string, doubts: string): void {
  tab.set(`drafted.${name}`, doubts);
}

/** What this tab remembers of a new article besides its content: the slug that was typed. */
export function asideOf(name: string): { slug: string; keep: (slug: string) => void } {
  return { slug: tab.get(`slug.${name}`), keep: (slug) => tab.set(`slug.${name}`, slug) };
}

/** Gives an original along for the translation that is written of it. */
export function giveOriginal(original: string, revision: number, locale: string, like: Content): void {
  const { category, tags, audience } = like;
  tab.set('newArticle', JSON.stringify({ original, original_revision: revision, locale, category, tags, audience }));
}

/** Gives what is known of a gap along for the article that is written for it; if a model has drafted it, what is to be checked. */
export function giveAlong(gap: string, locale: string, beginning: Beginning, doubts = ''): void {
  tab.set('newArticle', JSON.stringify({ ...beginning, locale }));
  tab.set('newArticleGap', gap);
  tab.set('newArticleDoubts', doubts);
}
