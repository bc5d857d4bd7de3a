import type { RefObject } from 'preact';
import { Menu } from '../staff/menu';
import type { Assist } from './assist';
import { m } from './assistwords';
import { Drafted } from './drafted';
import { tongueOf } from './tongue';
import { hows } from './wording';

interface Props {
  assist: Assist;
  conversation: string;
  /** where the reply is written */
  field: RefObject<HTMLTextAreaElement | null>;
}

/** What the model did with the reply: it waits, it has put something in, it offers something. Above the field. */
export function WordingBar({ assist: { wording }, conversation, field }: Props) {
  const { steps, asking, offer, said } = wording.of(conversation);
  const last = steps[steps.length - 1];
  // The buttons go when they are pressed: the focus goes where the words are.
  const act = (what: 'stop' | 'back' | 'take' | 'dismiss') => () => {
    wording[what](conversation);
    field.current?.focus();
  };
  return (
    <div class={last || asking || offer || said ? 'wording' : ''} aria-busy={asking} data-test="wording">
      <div class="wording-line">
        {last && <Drafted />}
        <p role="status" class="hint" data-test="wording-said">
          {asking ? m.asking : said || (offer ? '' : last ? (last.original ? m.translated(last.to) : m.reworded) : '')}
        </p>
        {asking && (
          <button type="button" class="quiet" onClick={act('stop')} data-test="wording-stop">
            {m.stop}
          </button>
        )}
      </div>
      {last && (
        <div class="wording-line" data-test="wording-step">
          {last.original && (
            <p class="wording-words" dir="auto" tabIndex={0} data-test="wording-original">
              <strong>{m.yourWords}</strong> {last.original}
            </p>
          )}
          <button type="button" onClick={act('back')} data-test="wording-back">
            {m.back}
          </button>
        </div>
      )}
      {offer && (
        <div class="wording-line" data-test="wording-offer">
          <p class="wording-words" dir="auto" tabIndex={0}>
            <strong>{m.meanwhile}</strong> {offer.text}
          </p>
          <button type="button" onClick={act('take')} data-test="wording-take">
            {m.putIn}
          </button>
          <button type="button" class="quiet" onClick={act('dismiss')} data-test="wording-dismiss">
            {m.dropIt}
          </button>
        </div>
      )}
    </div>
  );
}

/** Asks for other words for the reply, or for what is selected of it. */
export function RewordMenu({ assist, conversation, field, text, theirs }: Props & { text: string; theirs: string }) {
  const { wording } = assist;
  const busy = wording.of(conversation).asking;
  const ask = (task: Parameters<typeof wording.ask>[1]) => {
    void wording.ask(conversation, task, field.current?.selectionStart, field.current?.selectionEnd);
    field.current?.focus();
  };
  return (
    <div class="reword">
      <Menu name={m.reword} busy={busy} test="reword" actions={hows.map((how) => ({ test: `reword-${how}`, name: m.how(how), run: () => ask({ how }) }))} />
      {theirs && tongueOf(text) !== theirs && (
        <button type="button" class="quiet" disabled={busy} onClick={() => ask({ to: theirs })} data-test="reword-translate">
          {m.translateTo(theirs)}
        </button>
      )}
    </div>
  );
}
