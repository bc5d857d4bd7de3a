// The part of the panel that is loaded when the panel stands: articles. It is a bundle of its own, without the library.
import type { ComponentClass } from 'preact';
import type { ArticleProps } from '../view/article';
import { articleView } from './article';
import { borrow } from './lent';
import type { Lent } from './lent';

/** Returns the screen of an article. */
export default function later(lent: Lent): ComponentClass<ArticleProps> {
  borrow(lent);
  return articleView();
}
