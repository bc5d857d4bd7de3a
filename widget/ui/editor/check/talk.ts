// A conversation that is only tried: what was asked, what the bot said, and what the server has to know of it.
import { indexOfByte } from '../../shared/format';

/** A part of an answer that is quoted from an article; offsets are bytes. */
export interface Cited {
  n: number;
  article: string;
  title: string;
  start: number;
  end: number;
  /** where the quoted part begins in the text */
  at: number;
  /** how long the part is in the text, if it is not quoted but worded by a model */
  len?: number;
}

/** What the bot said. */
export interface Reply {
  kind: 'answer' | 'clarification' | 'clarify' | 'handoff' | 'smalltalk';
  text: string;
  citations: Cited[] | null;
  choices: { article: string; title: string }[] | null;
  /** it offered a person */
  offer: boolean;
  /** why it handed over or offered a person, "" if it did not */
  reason: string;
  /** 0..1 */
  confidence: number;
  /** 0..1; above 1 the bot never answers by itself */
  threshold: number;
  /** name of the rule that decided */
  rule: string;
}

/** One question and the reply to it; null until it came. */
export interface Turn {
  question: string;
  /** id of the article that was picked from a clarification, "" if none */
  choice: string;
  reply: Reply | null;
}

/** A turn as the server reads it again. */
export interface Exchange {
  question: string;
  choice: string;
  kind: string;
  offer: boolean;
  reason: string;
  articles: string[];
}

/** What was said before, oldest first. A hand-off ends it: what comes after is a new matter, as it is for customers. */
export function earlierOf(turns: readonly Turn[]): Exchange[] {
  const said = turns.flatMap(({ question, choice, reply }) => (reply ? [{ question, choice, reply }] : []));
  const ended = said.findLastIndex(({ reply }) => reply.kind === 'handoff');
  return said.slice(ended + 1).map(({ question, choice, reply }) => ({
    question,
    choice,
    kind: reply.kind,
    offer: reply.offer,
    reason: reply.reason,
    articles: [...new Set([...(reply.citations ?? []), ...(reply.choices ?? [])].map(({ article }) => article))],
  }));
}

/** A part of an answer and the number of the source that stands after it, 0 if none. */
export interface Piece {
  text: string;
  n: number;
}

/** Takes an answer apart at the ends of what is quoted. */
export function piecesOf(text: string, citations: readonly Cited[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { n, at, start, end, len } of [...citations].sort((a, b) => a.at - b.at)) {
    const to = Math.max(from, indexOfByte(text, at + (len || end - start)));
    pieces.push({ text: text.slice(from, to), n });
    from = to;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), n: 0 });
  return pieces;
}

/** The cited articles, each once, by number. */
export function sourcesOf(citations: readonly Cited[]): Cited[] {
  return citations.filter(({ n }, i) => citations.findIndex((other) => other.n === n) === i).sort((a, b) => a.n - b.n);
}
