// A conversation as plain text to take along.
import { dateAndTime } from '../shared/format';
import type { Event } from '../shared/wire';
import type { Texts } from './locale/en';
import { speaker } from './view/desk';
import { lineText } from './view/line';

/** Returns the transcript of a conversation: messages with speaker, time and sources, and what happened between. */
export function transcript(events: Event[], title: string, t: Texts, locale: string): string {
  const blocks = [title];
  for (const event of events) {
    const { kind, at, text, citations = [] } = event;
    const line = kind === 'message' ? text : lineText(event, t);
    if (!line) continue;
    const who = kind === 'message' ? `${speaker(event, t)}, ` : '';
    const sources = new Set(citations.map((cited) => `[${cited.n}] ${cited.title}`));
    blocks.push([who + dateAndTime(at, locale), line, ...sources].join('\n'));
  }
  return blocks.join('\n\n') + '\n';
}
