import { useId, useState } from 'preact/hooks';
import { Refusal } from '../../staff/call';
import { Modal } from '../../staff/modal';
import type { Comparison } from './checkjson';
import { Changed } from './changed';
import { d } from './gatewords';
import type { StoppedAct } from './gatewords';

export type { StoppedAct } from './gatewords';

interface Props {
  comparison: Comparison;
  mayOverrule: boolean;
  busy: boolean;
  onOverrule: (reason: string) => void;
  onClose: () => void;
  /** what was stopped; publish if not told */
  act?: StoppedAct;
  /** what went wrong with the last attempt, "" or undefined if nothing */
  fault?: string;
}

/** What the exam has found if it stopped what was asked for, else null. */
export function stoppedBy(refused: unknown): Comparison | null {
  if (!(refused instanceof Refusal) || refused.code !== 'exam_worse') return null;
  return (refused.body.comparison as Comparison | undefined) ?? null;
}

/** Says what would get worse and what better, and lets it be mended or overruled. */
export function GateDialog({ comparison, mayOverrule, busy, onOverrule, onClose, act = 'publish', fault }: Props) {
  const worse = comparison.worse?.length ?? 0;
  return (
    <Modal title={d.title[act]} close={d.close} onClose={onClose} look="wide" test="gate-dialog">
      <p class="notice bad">
        <bdi>{d.why(worse, comparison.better?.length ?? 0)}</bdi>
      </p>
      <p class="hint">
        <bdi>{d.sums(comparison)}</bdi>
      </p>
      <div class="gate-scroll" tabIndex={0} role="region" aria-label={d.changes}>
        <Changed comparison={comparison} />
      </div>
      {mayOverrule ? <Overrule act={act} busy={busy} onOverrule={onOverrule} /> : <p class="hint">{d.whom}</p>}
      <div role="alert">{fault && <p class="notice bad">{fault}</p>}</div>
      <div class="sheet-end">
        <button type="button" class="main" autofocus onClick={onClose} data-test="gate-mend">
          {d.mend}
        </button>
      </div>
    </Modal>
  );
}

/** The way around, folded: it takes a reason, which is kept. */
function Overrule({ act, busy, onOverrule }: { act: StoppedAct; busy: boolean; onOverrule: (reason: string) => void }) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const id = useId();
  const wrong = missing && !reason.trim();
  const overrule = () => {
    const given = reason.trim();
    setMissing(given === '');
    if (given) onOverrule(given);
    else document.getElementById(id)?.focus();
  };
  return (
    <details class="overrule" data-test="overrule">
      <summary>{d.overrule}</summary>
      <div class="field">
        <label for={id}>{d.reason}</label>
        <textarea
          id={id}
          rows={2}
          dir="auto"
          required
          value={reason}
          aria-invalid={wrong ? 'true' : undefined}
          aria-describedby={`${id}-fault ${id}-hint`}
          onInput={(event) => setReason(event.currentTarget.value)}
          data-test="overrule-reason"
        />
        <p id={`${id}-fault`} class="fault" role="alert">
          {wrong ? d.reasonMissing : ''}
        </p>
        <p id={`${id}-hint`} class="hint">
          {d.reasonHint}
        </p>
      </div>
      <button type="button" aria-disabled={busy ? 'true' : undefined} onClick={() => !busy && overrule()} data-test="overrule-go">
        {busy ? d.working : d.anyway[act]}
      </button>
    </details>
  );
}
