import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Article, Content } from '../staff/http';
import { Modal } from '../staff/modal';
import { Changes, differ } from './changes';
import { minuteOf, nextMorning } from './days';
import { t } from './strings';
import { w } from './strings-writing';

interface Props {
  article: Article | null;
  busy: boolean;
  /** why it did not work, "" if nothing did not */
  fault: string;
  /** it is to happen at a time, which can be changed to now, and the other way round */
  later: boolean;
  confirm: () => void;
  /** at a time in ms since 1970 */
  schedule: (due: number) => void;
  close: () => void;
}

/** Asks before publishing, and says what changes for customers. */
export function ConfirmPublish({ after, ...props }: Props & { after: Content }) {
  const { article } = props;
  const before = article?.status === 'published' ? article.published_revision : null;
  const changes = before !== null && differ(before, after);
  return (
    <Confirm {...props} title={t.publishTitle} now={t.publishNow} working={t.publishing} act="publish">
      <p>{before ? (changes ? t.publishAgain(before.number) : t.publishSame(before.number)) : t.publishFirst}</p>
      {before && changes && (
        <div class="scroll" tabIndex={0} role="region" aria-label={t.changes}>
          <Changes before={before} after={after} />
        </div>
      )}
    </Confirm>
  );
}

/** Asks before withdrawing. */
export function ConfirmWithdraw(props: Props) {
  return (
    <Confirm {...props} title={t.withdrawTitle} now={t.withdrawNow} working={t.withdrawing} act="withdraw">
      <p>{t.withdrawWhy}</p>
    </Confirm>
  );
}

interface ConfirmProps extends Props {
  title: string;
  now: string;
  working: string;
  act: 'publish' | 'withdraw';
  children: ComponentChildren;
}

function Confirm({ title, now, working, act, later, busy, fault, confirm, schedule, close, children }: ConfirmProps) {
  const [at, setAt] = useState(later);
  const [time, setTime] = useState(() => nextMorning(new Date()));
  const [missing, setMissing] = useState('');
  const go = () => {
    if (!at) return confirm();
    const due = new Date(time).getTime();
    const wrong = Number.isNaN(due) ? w.timeMissing : due <= Date.now() ? w.timePast : '';
    setMissing(wrong);
    if (!wrong) schedule(due);
  };
  return (
    <Modal title={title} close={t.close} onClose={close} look={act === 'publish' ? 'wide' : undefined} test={`${act}-dialog`}>
      {children}
      <fieldset class="when">
        <legend>{w.when}</legend>
        <label class="check">
          <input type="radio" name="when" checked={!at} onChange={() => setAt(false)} data-test="when-now" />
          {w.now}
        </label>
        <label class="check">
          <input type="radio" name="when" checked={at} onChange={() => setAt(true)} data-test="when-later" />
          {w.atTime}
        </label>
        {at && (
          <input
            type="datetime-local"
            aria-label={w.time}
            aria-invalid={missing ? 'true' : undefined}
            aria-describedby="when-fault"
            min={minuteOf(new Date())}
            value={time}
            onInput={(event) => {
              setTime(event.currentTarget.value);
              setMissing('');
            }}
            data-test="when-time"
          />
        )}
      </fieldset>
      <p id="when-fault" class="fault" role="alert" data-test="dialog-fault">
        {missing || fault}
      </p>
      <div class="sheet-end">
        <button type="button" class="quiet" onClick={close}>
          {t.cancel}
        </button>
        <button type="button" class="main" disabled={busy} onClick={go} autofocus data-test={`${act}-confirm`}>
          {busy ? working : at ? w.schedule : now}
        </button>
      </div>
    </Modal>
  );
}
