import { useEffect, useRef, useState } from 'preact/hooks';
import { byteLength } from '../shared/format';
import type { State } from '../shared/wire';
import { maxMessage } from '../shared/wire';
import { modified, modifierName } from '../staff/keys';
import type { Console } from './console';
import { gapsIn } from './fill';
import { t as labels } from './labels';
import { MentionList, useMentions } from './mention';
import { OfferBar } from './offerbar';
import type { Mode } from './outbox';
import { RewordMenu, WordingBar } from './rewording';
import { t } from './strings';
import { GapsDialog, Question } from './warnings';

const warnBelow = 500; // bytes

interface Props {
  desk: Console;
  state: State;
  conversation: string;
  /** opens the canned replies */
  canned: () => void;
  /** opens the dialog for a promise */
  promise: () => void;
}

/** Where replies and notes are written. Without owning the conversation only notes are possible. */
export function Composer({ desk, state, conversation, canned, promise }: Props) {
  const mayReply = state.mine === true && state.status === 'open';
  const mode: Mode = mayReply ? desk.mode : 'note';
  const draft = `${conversation}.${mode}`;
  const [, redraw] = useState(0);
  const [asking, setAsking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const asked = useRef(desk.cursor);
  const text = desk.drafts.get(draft);
  const left = maxMessage - byteLength(text.trim());
  const gaps = mode === 'reply' ? gapsIn(text) : [];

  useEffect(() => {
    if (asked.current !== desk.cursor) field.current?.focus();
    asked.current = desk.cursor;
  }, [desk.cursor]);

  // With a language model, while there is a customer to answer.
  const assist = mode === 'reply' ? desk.assist : null;
  const write = (words: string) => {
    assist?.wording.typed(conversation, desk.drafts.get(draft), words);
    desk.drafts.set(draft, words);
    if (words) desk.writing.sign(conversation, mode);
    redraw((n) => n + 1);
  };
  const mentions = useMentions(desk, field, text, write, mode === 'note');
  const post = () => {
    setAsking(false);
    desk.send(conversation, mode, text.trim());
    write('');
    field.current?.focus();
  };
  const submit = () => {
    if (!text.trim() || left < 0) return;
    if (gaps.length > 0) setAsking(true);
    else post();
  };
  const choose = (gap: string) => {
    const at = text.indexOf(gap);
    field.current?.focus();
    field.current?.setSelectionRange(at, at + gap.length);
  };
  const press = (event: KeyboardEvent) => {
    if (mentions.press(event)) return;
    if (event.key === 'Escape') field.current?.blur();
    if (event.key === '/' && text === '' && mode === 'reply' && !event.isComposing) {
      event.preventDefault();
      canned();
    }
    if (event.key !== 'Enter' || !modified(event) || event.isComposing) return;
    event.preventDefault();
    submit();
  };

  return (
    <section class={`composer ${mode}`} aria-label={t.composer}>
      {mayReply && <OfferBar desk={desk} conversation={conversation} edit={promise} />}
      <div class="composer-head">
        <div class="modes" role="group" aria-label={t.mode}>
          <button type="button" aria-pressed={mode === 'reply'} disabled={!mayReply} onClick={() => desk.write('reply')} data-test="mode-reply">
            {t.reply}
          </button>
          <button type="button" aria-pressed={mode === 'note'} onClick={() => desk.write('note')} data-test="mode-note">
            {t.noteMode}
          </button>
        </div>
        {assist && text.trim() && <RewordMenu assist={assist} conversation={conversation} field={field} text={text} theirs={assist.theirs(desk.thread())} />}
        <p class="hint" id="composer-hint" data-test="composer-hint">
          {mayReply ? mode === 'note' ? t.noteLabel : <span class="keys-only">{t.replyHint(modifierName())}</span> : noteOnly(state)}
        </p>
      </div>
      {assist && <WordingBar assist={assist} conversation={conversation} field={field} />}
      <textarea
        ref={field}
        rows={3}
        dir="auto"
        aria-label={mode === 'note' ? t.noteLabel : t.replyLabel}
        aria-describedby="composer-hint composer-left"
        aria-keyshortcuts="Control+Enter Meta+Enter"
        {...mentions.aria}
        value={text}
        onInput={(event) => {
          write(event.currentTarget.value);
          mentions.moved();
        }}
        onClick={mentions.moved}
        onBlur={mentions.leave}
        onKeyDown={press}
        data-test="composer"
      />
      <MentionList mentions={mentions} />
      {gaps.length > 0 && (
        <p class="gaps" data-test="gaps">
          {labels.gaps}{' '}
          {gaps.map((gap) => (
            <button type="button" key={gap} class="chip over" onClick={() => choose(gap)}>
              {gap}
            </button>
          ))}
        </p>
      )}
      <div class="composer-end">
        {mayReply && (
          <button type="button" class="quiet" onClick={canned} data-test="canned-open">
            {labels.canned} <kbd>/</kbd>
          </button>
        )}
        {mayReply && (
          <button type="button" class="quiet wide-only" onClick={promise} data-test="promise-open">
            {labels.promise}
          </button>
        )}
        <p id="composer-left" class={left < 0 ? 'fault' : 'hint'} role="status">
          {left < warnBelow && t.bytesLeft(left)}
        </p>
        <button type="button" class="main" disabled={!text.trim() || left < 0} onClick={submit} data-test="send">
          {mode === 'note' ? t.addNote : t.send}
        </button>
      </div>
      {asking && <GapsDialog gaps={gaps} close={() => setAsking(false)} send={post} />}
      <Question desk={desk} conversation={conversation} />
    </section>
  );
}

/** Why a reply is not possible. */
function noteOnly(state: State): string {
  if (state.status === 'resolved') return t.noteOnly.resolved;
  return state.owner === 'agent' ? t.noteOnly.agent(state.agent ?? '') : t.noteOnly[state.owner];
}
