// A conversation as plain text to take along.
import { dateAndTime } from '../shared/format';
import type { Event } from '../shared/wire';
import type { Texts } from './locale/en';
import { speaker } from './view/desk';

/** Returns the transcript of a conversation: messages with speaker, time and sources, and what happened between. */
export function transcript(events: Event[], title: string, t: Texts, locale: string): string {
  const blocks = [title];
  for (const event of events) {
    const { kind, at, text, line, citations = [] } = event;
    const words = kind === 'message' ? text : line;
    if (!words) continue;
    const who = kind === 'message' ? `${speaker(event, t)}, ` : '';
    const sources = new Set(citations.map((cited) => `[${cited.n}] ${cited.title}`));
    blocks.push([who + dateAndTime(at, locale), words, ...sources].join('\n'));
  }
  return blocks.join('\n\n') + '\n';
}
