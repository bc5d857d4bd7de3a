import { useState } from 'preact/hooks';
import { draftedAs, keepDrafted } from '../along';
import type { Marked } from './doubt';
import { left, placeOf, unpacked } from './doubt';
import { a } from './words';

interface Props {
  /** id of the article, or the made-up name of a new one */
  name: string;
  /** as it is typed now */
  body: string;
}

/** What is to be checked in a text that a model has drafted. Each sentence leads to where it stands. */
export function Doubts({ name, body }: Props) {
  const [read, setRead] = useState(false);
  const doubts = unpacked(draftedAs(name));
  const inText = doubts.filter(({ out }) => !out).length;
  if (read) return null;
  const hide = () => {
    keepDrafted(name, '');
    setRead(true);
    document.getElementById('field-body')?.focus();
  };
  return (
    <section class="notice doubts" aria-label={a.doubtsTitle} data-test="doubts">
      <p>
        <strong>{a.doubtsTitle}.</strong> {doubts.length > 0 ? a.doubtsIntro : a.noDoubts}
      </p>
      <ul>
        {doubts.map((doubt) => (
          <One key={doubt.text} doubt={doubt} body={body} />
        ))}
      </ul>
      <div class="quick">
        <button type="button" onClick={hide} data-test="doubts-read">
          {a.hide}
        </button>
        <span class="hint">{inText > 0 && a.toCheck(left(doubts, body), inText)}</span>
      </div>
    </section>
  );
}

function One({ doubt: { text, why, out }, body }: { doubt: Marked; body: string }) {
  const place = out ? null : placeOf(body, text);
  return (
    <li data-test="doubt" data-state={place ? 'there' : out ? 'out' : 'gone'}>
      {place ? (
        <button type="button" class="link" dir="auto" onClick={() => show(place.from, place.to)} data-test="doubt-show">
          {text}
        </button>
      ) : (
        <>
          <span class={`chip ${out ? '' : 'good'}`}>{out ? a.takenOut : a.gone}</span> <span dir="auto">{text}</span>
        </>
      )}{' '}
      <span class="hint" dir="auto">
        {why}
      </span>
    </li>
  );
}

/** Selects the words in the text field and brings them into sight. */
function show(from: number, to: number): void {
  const area = document.getElementById('field-body');
  if (!(area instanceof HTMLTextAreaElement)) return;
  area.blur();
  area.setSelectionRange(to, to);
  area.focus(); // scrolls to the cursor
  area.setSelectionRange(from, to);
  area.scrollIntoView({ block: 'nearest' });
}
