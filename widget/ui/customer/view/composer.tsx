// Where the customer writes.
import { createRef } from 'preact';
import { byteLength } from '../../shared/format';
import { maxMessage } from '../../shared/wire';
import type { Props } from './desk';
import { Icon } from './icon';
import { view } from './view';

const warnBelow = 400; // bytes

/** The composer. Enter sends, Shift+Enter breaks the line. */
export const Composer = view<Props>(() => {
  const field = createRef<HTMLTextAreaElement>();
  return {
    drawn() {
      const area = field.current as HTMLElement;
      area.style.height = 'auto';
      area.style.height = `${area.scrollHeight + 2}px`; // 2: the borders
    },
    draw({ desk: { session, t, draft, setDraft } }) {
      const text = draft.trim();
      const left = maxMessage - byteLength(text);
      const ready = text && left >= 0;
      const send = () => {
        if (!ready) return;
        session.say(text);
        setDraft('');
        field.current?.focus();
      };
      const onKeyDown = (event: KeyboardEvent) => {
        // 229: a key that belongs to an input method; Safari ends the composition before the key arrives.
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
        event.preventDefault();
        send();
      };
      return (
        <div class="composer">
          <textarea
            ref={field}
            rows={1}
            value={draft}
            aria-label={t.message}
            aria-invalid={left < 0}
            aria-describedby="left"
            placeholder={t.message}
            dir="auto"
            onKeyDown={onKeyDown}
            onInput={(event) => setDraft(event.currentTarget.value)}
          />
          <button class="primary round" aria-label={t.send} aria-disabled={!ready} onClick={send}>
            <Icon name="send" />
          </button>
          <p id="left" class={left < 0 ? 'error' : 'muted'}>
            {left < 0 ? t.tooLong(-left) : left < warnBelow ? t.left(left) : session.typing.preview && t.preview}
          </p>
        </div>
      );
    },
  };
});
