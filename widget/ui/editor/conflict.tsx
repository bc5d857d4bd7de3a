import { moment } from '../staff/clock';
import type { Content, Revision } from '../staff/http';
import { Modal } from '../staff/modal';
import { Changes, Mark, differ } from './changes';
import { compare, sideBySide } from './lines';
import { t } from './strings';

interface Props {
  theirs: Revision;
  mine: Content;
  busy: boolean;
  loadTheirs: () => void;
  keepMine: () => void;
  close: () => void;
}

/** Two people edited the same revision: both texts side by side, and the choice. */
export function Conflict({ theirs, mine, busy, loadTheirs, keepMine, close }: Props) {
  const pairs = sideBySide(compare(theirs.body, mine.body));
  const rest = { ...theirs, body: '' };
  const others = { ...mine, body: '' };
  return (
    <Modal title={t.conflictTitle} close={t.close} onClose={close} look="wide" test="conflict">
      <p data-test="conflict-who">{t.conflictWho(theirs.author, moment(theirs.at, Date.now()), theirs.number)}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.changedBody}>
        <table class="sides">
          <thead>
            <tr>
              <th scope="col">{t.theirs}</th>
              <th scope="col">{t.mine}</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair, i) => (
              <tr key={i} class={pair.same ? '' : 'differs'}>
                <td class={pair.same ? '' : 'removed'} dir="auto">
                  {!pair.same && pair.left !== undefined && <Mark kind="removed" />}
                  {pair.left}
                </td>
                <td class={pair.same ? '' : 'added'} dir="auto">
                  {!pair.same && pair.right !== undefined && <Mark kind="added" />}
                  {pair.right}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {differ(rest, others) && <Changes before={rest} after={others} />}
      </div>
      <div class="sheet-end">
        <button type="button" class="quiet" onClick={close} data-test="conflict-edit">
          {t.keepEditing}
        </button>
        <button type="button" disabled={busy} onClick={loadTheirs} data-test="conflict-theirs">
          {t.loadTheirs}
        </button>
        <button type="button" class="main" disabled={busy} onClick={keepMine} data-test="conflict-mine">
          {t.keepMine}
        </button>
      </div>
    </Modal>
  );
}
