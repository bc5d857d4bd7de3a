// The JSON of what a language model does for editors, as the editor's room and the server exchange it.
import type { Cited } from '../check/talk';

/** Something in a draft that an editor must look at. */
export interface Doubt {
  /** as it stands in the text, or stood there before it was taken out */
  text: string;
  /** a sentence */
  why: string;
}

/** An article that a model has drafted for a gap. */
export interface DraftedArticle {
  title: string;
  /** Markdown */
  body: string;
  phrasings: string[] | null;
  doubts: Doubt[] | null;
}

/** A way to ask, and which article the bot finds with it: this one, none surely, another one. */
export interface Phrasing {
  text: string;
  state: 'found' | 'new' | 'taken';
  /** the other one */
  article?: string;
  title?: string;
}

/** How a model words answers. */
export interface Voice {
  off: boolean;
  tone: 'plain' | 'friendly' | 'formal';
  length: 'short' | 'medium' | 'long';
  language: 'article' | 'customer';
  wording: boolean;
  house: string;
}

/** What customers would read, without and with the model. */
export interface Previewed {
  extract: { text: string; citations: Cited[] | null };
  draft: { text: string; citations: Cited[] | null; drafted: boolean };
  sentences: { text: string; cites?: number[] | null; verdict: string; found?: string }[] | null;
  usage: { prompt: number; completion: number; cost: number; micros: number };
  /** "used", or why the draft is not said; "" if the model was not asked */
  outcome: string;
}
