// The one hidden region that reads finished messages out.
import { isIncoming } from '../conversation';
import { speaker } from './desk';
import type { Props } from './desk';
import { view } from './view';

/** Reads out each new message with its speaker, and what happens between messages. */
export const Announcer = view<Props>((redraw, { desk: { session, t } }) => {
  let text = '';
  session.onNews = (events) => {
    const words = events.map((event) => (isIncoming(event) ? `${speaker(event, t)}: ${event.text}` : event.line));
    text = words.filter(Boolean).join('\n') || text;
    redraw();
  };
  return {
    draw: () => (
      <p class="hidden" aria-live="polite">
        {text}
      </p>
    ),
  };
});
