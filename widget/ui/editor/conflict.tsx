import { moment } from '../staff/clock';
import type { Content, Revision } from '../staff/http';
import { Modal } from '../staff/modal';
import { Changes, FieldChange, Mark, Words, differ, differing } from './changes';
import type { Fields } from './content';
import { contentOf, fieldsOf } from './content';
import type { Draft } from './draft';
import type { Pair } from './lines';
import { compare, sideBySide } from './lines';
import { t } from './strings';
import { w } from './strings-writing';
import { diff, likeness } from './words';

const alike = 0.3; // of a line; below, words marked one by one would be harder to read than the whole line

interface Props {
  theirs: Revision;
  mine: Content;
  busy: boolean;
  loadTheirs: () => void;
  keepMine: () => void;
  merge: () => void;
  close: () => void;
}

/** Two people edited the same revision: both texts side by side, and the choice. */
export function Conflict({ theirs, mine, busy, loadTheirs, keepMine, merge, close }: Props) {
  const pairs = sideBySide(compare(theirs.body.trim(), mine.body.trim()));
  const rest = { ...theirs, body: '' };
  const others = { ...mine, body: '' };
  return (
    <Modal title={t.conflictTitle} close={t.close} onClose={close} look="wide" test="conflict">
      <p data-test="conflict-who">{t.conflictWho(theirs.author, moment(theirs.at, Date.now()), theirs.number)}</p>
      <p class="hint">{w.conflictHow}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.changedBody}>
        {differ(rest, others) && <Changes before={rest} after={others} />}
        {pairs.some((pair) => !pair.same) && (
          <table class="sides">
            <thead>
              <tr>
                <th scope="col">{t.theirs}</th>
                <th scope="col">{t.mine}</th>
              </tr>
            </thead>
            <tbody>
              {pairs.map((pair, i) => (
                <Row key={i} {...pair} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <div class="sheet-end">
        <button type="button" class="quiet" onClick={close} data-test="conflict-edit">
          {t.keepEditing}
        </button>
        <button type="button" disabled={busy} onClick={loadTheirs} data-test="conflict-theirs">
          {t.loadTheirs}
        </button>
        <button type="button" disabled={busy} onClick={keepMine} data-test="conflict-mine">
          {t.keepMine}
        </button>
        <button type="button" class="main" disabled={busy} onClick={merge} data-test="conflict-merge">
          {w.mergeByHand}
        </button>
      </div>
    </Modal>
  );
}

function Row({ left, right, same }: Pair) {
  if (same) {
    return (
      <tr>
        <td dir="auto">{left}</td>
        <td dir="auto">{right}</td>
      </tr>
    );
  }
  // A line with one like it in its place: the words that differ. Another line, or none: the whole of it.
  const words = left !== undefined && right !== undefined ? diff(left, right) : [];
  const pieces = words.length > 0 && likeness(words) >= alike ? words : null;
  return (
    <tr class="differs">
      <td class={left === undefined ? '' : 'removed'} dir="auto">
        {left !== undefined && <Mark kind="removed" told={pieces === null} />}
        {pieces ? <Words pieces={pieces.filter((piece) => piece.kind !== 'added')} /> : left}
      </td>
      <td class={right === undefined ? '' : 'added'} dir="auto">
        {right !== undefined && <Mark kind="added" told={pieces === null} />}
        {pieces ? <Words pieces={pieces.filter((piece) => piece.kind !== 'removed')} /> : right}
      </td>
    </tr>
  );
}

/** While both texts are merged by hand: what differs from theirs, with each field to be taken over. */
export function Merging({ theirs, draft }: { theirs: Revision; draft: Draft }) {
  const old = fieldsOf(theirs);
  // The site names go with the choice that they belong to.
  const take = (name: keyof Fields) => {
    draft.set(name, old[name]);
    if (name === 'audience') draft.set('sites', old.sites);
  };
  const fields = differing(theirs, contentOf(draft.fields));
  return (
    <section class="notice merging" aria-label={w.merging(theirs.author, theirs.number)} data-test="merging">
      <p>
        <strong>{w.merging(theirs.author, theirs.number)}</strong> {w.mergingHow}
      </p>
      {fields.length === 0 && <p>{t.same}</p>}
      <div class="changes">
        {fields.map((field) => (
          <FieldChange key={field.name} {...field}>
            <button type="button" onClick={() => take(field.name)} data-test={`take-${field.name}`}>
              {w.takeTheirs(field.name)}
            </button>
          </FieldChange>
        ))}
      </div>
    </section>
  );
}
