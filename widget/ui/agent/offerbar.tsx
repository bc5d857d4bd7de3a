import { useLayoutEffect } from 'preact/hooks';
import type { Console } from './console';
import { t } from './labels';
import { record } from './promisedialog';

interface Props {
  desk: Console;
  conversation: string;
  edit: () => void;
}

/** Offers to record what the last reply committed to. */
export function OfferBar({ desk, conversation, edit }: Props) {
  const offer = desk.offers.of(conversation);
  // One keystroke wherever the cursor is: after a reply it stands in the composer. It works as soon as it is seen.
  useLayoutEffect(() => {
    if (!offer) return;
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.code !== 'KeyP') return;
      event.preventDefault();
      void record(desk, conversation, offer.text, offer.due);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [offer, conversation]);
  return (
    <div role="status" class="offer-frame">
      {offer && (
        <div class="offer" data-test="offer">
          <p>
            <strong>{t.offerBar}</strong> <span dir="auto">{t.offer(offer.text, offer.due, Date.now())}</span>
          </p>
          <p class="actions">
            <button type="button" onClick={() => void record(desk, conversation, offer.text, offer.due)} data-test="offer-record">
              {t.offerRecord} <kbd>Alt P</kbd>
            </button>
            <button type="button" class="quiet" onClick={edit} data-test="offer-edit">
              {t.edit}
            </button>
            <button type="button" class="quiet" onClick={() => desk.offers.drop(conversation)} data-test="offer-no">
              {t.offerNo}
            </button>
          </p>
        </div>
      )}
    </div>
  );
}
