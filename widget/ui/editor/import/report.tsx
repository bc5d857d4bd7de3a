import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { mayOverrule } from '../../staff/roles';
import { Changed } from '../check/changed';
import type { Comparison } from '../check/checkjson';
import { GateDialog } from '../check/gatedialog';
import { d } from '../check/gatewords';
import { Pick } from './choose';
import type { Import } from './importing';
import type { Look } from './importjson';
import { actions } from './importjson';
import { changesAnything, effects, iw } from './importwords';
import { Problems, Skips } from './problems';
import { RowsOf } from './rows';

interface Props {
  work: Import;
  file: File;
  look: Look;
  roles: readonly string[];
  heading: RefObject<HTMLHeadingElement | null>;
}

/** What an import would change, what is wrong with it, and the way to go on. */
export function Report({ work, file, look, roles, heading }: Props) {
  const [withdraw, setWithdraw] = useState(false);
  const { counts } = look;
  const errors = counts.errors ?? 0;
  return (
    <div class="import-report" data-test="import-report">
      <h3 ref={heading} tabIndex={-1} dir="auto">
        {iw.looked(file.name)}
      </h3>
      <p class="hint">{iw.counts(look)}</p>
      <Problems look={look} />
      <ul class="import-sums" data-test="import-sums">
        {actions.map((action) => (
          <li key={action} class={counts[action] ? '' : 'is-empty'} data-test={`sum-${action}`}>
            <strong>{counts[action] ?? 0}</strong> {iw.name(action)}
          </li>
        ))}
      </ul>
      {actions.map((action) => (
        <RowsOf key={action} action={action} look={look} />
      ))}
      <Skips look={look} />
      {errors === 0 && (counts.gone ?? 0) > 0 && (
        <div class="withdraw-gone">
          <label class="check">
            <input
              type="checkbox"
              checked={withdraw}
              aria-describedby="withdraw-what"
              onChange={(event) => setWithdraw(event.currentTarget.checked)}
              data-test="withdraw-gone"
            />
            {iw.withdraw(counts.gone ?? 0)}
          </label>
          <p id="withdraw-what" class="hint">
            {iw.withdrawWhat}
          </p>
        </div>
      )}
      {errors === 0 && <Exam comparison={withdraw ? look.comparison_gone : look.comparison} />}
      <Ending work={work} file={file} look={look} withdraw={withdraw} />
      {work.stopped && (
        <GateDialog
          comparison={work.stopped}
          mayOverrule={mayOverrule(roles)}
          busy={work.applying}
          fault={work.fault}
          act="import"
          onOverrule={(reason) => work.apply(withdraw, reason)}
          onClose={work.mend}
        />
      )}
    </div>
  );
}

/** What stands at the end: to import, or to begin again. */
function Ending({ work, file, look, withdraw }: Omit<Props, 'roles' | 'heading'> & { withdraw: boolean }) {
  const ready = look.token !== '' && changesAnything(look, withdraw) && !work.outdated;
  return (
    <div class="import-end">
      <p class="hint" id="import-effects">
        {look.token !== '' && (effects(look, withdraw) || iw.nothing)}
      </p>
      <div class="row-of-buttons">
        {work.outdated ? (
          <button type="button" class="main" onClick={() => work.choose([file])} data-test="import-again">
            {iw.again}
          </button>
        ) : (
          ready && (
            <button
              type="button"
              class="main"
              aria-disabled={work.applying ? 'true' : undefined}
              aria-describedby="import-effects"
              onClick={() => work.apply(withdraw, '')}
              data-test="import-apply"
            >
              {work.applying ? iw.applying : iw.apply}
            </button>
          )
        )}
        <Pick words={iw.chooseAnother} choose={work.choose} />
        <button type="button" class="quiet" onClick={work.reset} data-test="import-cancel">
          {iw.cancel}
        </button>
      </div>
    </div>
  );
}

/** What becomes of the exam's questions; said again when the choice above changes it. */
function Exam({ comparison }: { comparison: Comparison | null }) {
  const worse = comparison?.worse?.length ?? 0;
  const better = comparison?.better?.length ?? 0;
  return (
    <section class="import-exam" data-test="import-exam" data-worse={worse}>
      <h4>{iw.exam}</h4>
      <div role="status">
        {worse > 0 && <p class="notice bad">{iw.examWorse}</p>}
        <p class={comparison ? undefined : 'hint'}>{comparison ? d.sums(comparison) : iw.noExam}</p>
      </div>
      {worse + better > 0 && comparison ? (
        <details open={worse > 0}>
          <summary>{iw.details}</summary>
          <Changed comparison={comparison} />
        </details>
      ) : (
        comparison && <p class="hint">{iw.examSame}</p>
      )}
    </section>
  );
}
