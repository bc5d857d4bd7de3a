import { useEffect, useRef, useState } from 'preact/hooks';
import { byteLength } from '../shared/format';
import type { State } from '../shared/wire';
import { maxMessage } from '../shared/wire';
import { modified, modifierName } from '../staff/keys';
import type { Console } from './console';
import type { Mode } from './outbox';
import { t } from './strings';

const warnBelow = 500; // bytes

interface Props {
  desk: Console;
  state: State;
  conversation: string;
}

/** Where replies and notes are written. Without owning the conversation only notes are possible. */
export function Composer({ desk, state, conversation }: Props) {
  const mayReply = state.mine === true && state.status === 'open';
  const mode: Mode = mayReply ? desk.mode : 'note';
  const draft = `${conversation}.${mode}`;
  const [, redraw] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const asked = useRef(desk.cursor);
  const text = desk.drafts.get(draft);
  const left = maxMessage - byteLength(text.trim());

  useEffect(() => {
    if (asked.current !== desk.cursor) field.current?.focus();
    asked.current = desk.cursor;
  }, [desk.cursor]);

  const write = (words: string) => {
    desk.drafts.set(draft, words);
    if (mode === 'reply' && words) desk.typing(conversation);
    redraw((n) => n + 1);
  };
  const submit = () => {
    const words = text.trim();
    if (!words || left < 0) return;
    desk.send(conversation, mode, words);
    write('');
    field.current?.focus();
  };

  return (
    <section class={`composer ${mode}`} aria-label={t.composer}>
      <div class="composer-head">
        <div class="modes" role="group" aria-label={t.mode}>
          <button type="button" aria-pressed={mode === 'reply'} disabled={!mayReply} onClick={() => desk.write('reply')} data-test="mode-reply">
            {t.reply}
          </button>
          <button type="button" aria-pressed={mode === 'note'} onClick={() => desk.write('note')} data-test="mode-note">
            {t.noteMode}
          </button>
        </div>
        <p class="hint" id="composer-hint" data-test="composer-hint">
          {mayReply ? (mode === 'note' ? t.noteLabel : t.replyHint(modifierName())) : noteOnly(state)}
        </p>
      </div>
      <textarea
        ref={field}
        rows={3}
        dir="auto"
        aria-label={mode === 'note' ? t.noteLabel : t.replyLabel}
        aria-describedby="composer-hint composer-left"
        aria-keyshortcuts="Control+Enter Meta+Enter"
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key !== 'Enter' || !modified(event) || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
        data-test="composer"
      />
      <div class="composer-end">
        <p id="composer-left" class={left < 0 ? 'fault' : 'hint'} role="status">
          {left < warnBelow && t.bytesLeft(left)}
        </p>
        <button type="button" class="main" disabled={!text.trim() || left < 0} onClick={submit} data-test="send">
          {mode === 'note' ? t.addNote : t.send}
        </button>
      </div>
    </section>
  );
}

/** Why a reply is not possible. */
function noteOnly(state: State): string {
  if (state.status === 'resolved') return t.noteOnly.resolved;
  return state.owner === 'agent' ? t.noteOnly.agent(state.agent ?? '') : t.noteOnly[state.owner];
}
