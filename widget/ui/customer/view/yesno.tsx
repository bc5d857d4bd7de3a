// A question with a thumb up and a thumb down.
import type { Texts } from '../locale/en';
import { leaveButton } from './desk';

/** Asks a question; both buttons carry it in their names. */
export function YesNo({ t, question, say }: { t: Texts; question: string; say: (yes: boolean) => void }) {
  const button = (yes: boolean, thumb: string, word: string) => (
    <button
      aria-label={`${question} ${word}`}
      onClick={() => {
        say(yes);
        leaveButton();
      }}
    >
      {thumb} {word}
    </button>
  );
  return (
    <div class="row yesno" role="group" aria-label={question}>
      <span class="muted">{question}</span>
      {button(true, '👍', t.yes)}
      {button(false, '👎', t.no)}
    </div>
  );
}
