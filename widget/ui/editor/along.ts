// What another page gives along for a new article. It is taken once, so that a later new article begins empty.
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

/** Takes what was given along. */
export function takeAlong(): Along {
  const along = { fields: broughtBy(tab.get('newArticle')), gap: tab.get('newArticleGap') };
  tab.set('newArticle', '');
  tab.set('newArticleGap', '');
  return along;
}

/** Gives what is known of a gap along for the article that is written for it. */
export function giveAlong(gap: string, locale: string, beginning: Beginning): void {
  tab.set('newArticle', JSON.stringify({ ...beginning, locale }));
  tab.set('newArticleGap', gap);
}
