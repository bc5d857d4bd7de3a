import { useId, useState } from 'preact/hooks';
import { moment } from '../staff/clock';
import type { Article } from '../staff/http';
import { Modal } from '../staff/modal';
import { t } from './strings';
import { w, whyReview } from './strings-writing';

interface NoteProps {
  title: string;
  why: string;
  label: string;
  /** what is told when the note is empty, "" if it may be */
  missing: string;
  act: string;
  busy: boolean;
  fault: string;
  test: string;
  send: (note: string) => void;
  close: () => void;
}

/** A dialog with a note. */
function NoteDialog({ title, why, label, missing, act, busy, fault, test, send, close }: NoteProps) {
  const [note, setNote] = useState('');
  const [wrong, setWrong] = useState('');
  const id = useId();
  const go = () => {
    setWrong(note.trim() ? '' : missing);
    if (note.trim() || !missing) send(note.trim());
  };
  return (
    <Modal title={title} close={t.close} onClose={close} test={`${test}-dialog`}>
      {why && <p>{why}</p>}
      <div>
        <label for={id}>{label}</label>
        <textarea
          id={id}
          rows={4}
          dir="auto"
          autofocus
          aria-invalid={wrong ? 'true' : undefined}
          aria-describedby={`${id}-fault`}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
          data-test={`${test}-note`}
        />
        <p id={`${id}-fault`} class="fault" role="alert">
          {wrong || fault}
        </p>
      </div>
      <div class="sheet-end">
        <button type="button" class="quiet" onClick={close}>
          {t.cancel}
        </button>
        <button type="button" class="main" disabled={busy} onClick={go} data-test={`${test}-confirm`}>
          {act}
        </button>
      </div>
    </Modal>
  );
}

type DialogProps = Pick<NoteProps, 'busy' | 'fault' | 'send' | 'close'>;

/** Asks somebody else to read the article and to publish it. */
export function AskReview({ article, ...props }: DialogProps & { article: Article | null }) {
  const why = `${article ? whyReview(article) : ''} ${w.askReviewWhy}`;
  return (
    <NoteDialog {...props} title={w.askReviewTitle} why={why.trim()} label={w.note} missing="" act={props.busy ? w.asking : w.ask} test="review" />
  );
}

/** Sends an article back to who asked for its review. */
export function SendBack(props: DialogProps) {
  return <NoteDialog {...props} title={w.sendBackTitle} why="" label={w.noteBack} missing={w.noteMissing} act={w.send} test="return" />;
}

interface BannerProps {
  article: Article;
  busy: boolean;
  publish: () => void;
  sendBack: () => void;
}

/** Who waits for a review of the article, or how it ended. */
export function ReviewBanner({ article, busy, publish, sendBack }: BannerProps) {
  const { review } = article;
  if (!review) return null;
  const { revision, author, mine, note, at, returned, reviewer } = review;
  const when = moment(at, Date.now());
  if (returned) {
    return (
      <div class="notice" data-test="review-banner">
        <p>
          {w.reviewReturned(reviewer, revision)} {mine && w.reviewAgain}
        </p>
        <Quote text={returned} />
      </div>
    );
  }
  return (
    <div class="notice" data-test="review-banner">
      <p>{mine ? w.reviewMine(revision, when) : w.reviewOf(author, revision, when)}</p>
      {note && <Quote text={note} />}
      {!mine && article.may_publish && (
        <div class="quick">
          <button type="button" class="main" disabled={busy} onClick={publish} data-test="review-publish">
            {t.publish}
          </button>
          <button type="button" disabled={busy} onClick={sendBack} data-test="review-return">
            {w.sendBack}
          </button>
        </div>
      )}
    </div>
  );
}

function Quote({ text }: { text: string }) {
  return (
    <blockquote class="said" dir="auto">
      {text}
    </blockquote>
  );
}
