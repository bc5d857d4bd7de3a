// What the panel lends to the part of it that is loaded later, which would otherwise bring a second copy along.
import type { Fragment as Fragments, createElement } from 'preact';
import type { Links } from '../view/links';
import type { view } from '../view/view';
import type { YesNo } from '../view/yesno';

/** What is lent. The first two are what JSX compiles to. */
export interface Lent {
  h: typeof createElement;
  Fragment: typeof Fragments;
  view: typeof view;
  Links: typeof Links;
  YesNo: typeof YesNo;
}

export let lent: Lent;
export let h: Lent['h'];
export let Fragment: Lent['Fragment'];

/** Takes what is lent. Nothing of the later part may be drawn before. */
export function borrow(from: Lent): void {
  lent = from;
  ({ h, Fragment } = from);
}
