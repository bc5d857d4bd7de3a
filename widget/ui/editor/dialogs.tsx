import { Modal } from '../staff/modal';
import { GateDialog } from './check/gatedialog';
import { ConfirmPublish, ConfirmWithdraw } from './confirm';
import { Conflict } from './conflict';
import { contentOf } from './content';
import type { Draft } from './draft';
import { AskReview, SendBack } from './review';
import { t } from './strings';
import { w } from './strings-writing';
import type { Outcome } from './work';

/** Which dialog asks; "" for none. */
export type Asking = '' | 'publish' | 'publish-at' | 'withdraw' | 'withdraw-at' | 'ask-review' | 'review' | 'return' | 'drop';

interface Props {
  draft: Draft;
  asking: Asking;
  ask: (what: Asking) => void;
}

/** The one dialog that is open, if any. */
export function Dialogs({ draft, asking, ask }: Props) {
  const { article, fields, work, acts, conflict } = draft;
  const { stopped } = work;
  const busy = work.busy !== '';
  const fault = work.fault && !work.fault.field ? work.fault.text : '';
  /** The dialog goes unless what went wrong is told in it. */
  const after = (outcome: Promise<Outcome>) =>
    void outcome.then((how) => {
      if (how === 'second') ask('review');
      else if (how !== 'told') ask('');
    });
  const close = () => {
    work.setFault(null);
    ask('');
  };
  const common = { article, busy, fault, close };

  if (stopped) {
    return (
      <GateDialog
        comparison={stopped.comparison}
        act={stopped.act}
        mayOverrule={article?.may_overrule ?? false}
        busy={busy}
        fault={fault}
        onOverrule={(reason) => after(stopped.overrule(reason))}
        onClose={() => work.setStopped(null)}
      />
    );
  }
  if (conflict) {
    return (
      <Conflict
        theirs={conflict}
        mine={contentOf(fields)}
        busy={busy}
        loadTheirs={draft.loadTheirs}
        keepMine={() => void draft.save(conflict.number)}
        merge={draft.merge}
        close={draft.keepEditing}
      />
    );
  }
  switch (asking) {
    case 'publish':
    case 'publish-at':
      return (
        <ConfirmPublish
          {...common}
          key={asking}
          after={contentOf(fields)}
          later={asking === 'publish-at'}
          confirm={() => after(acts.publish())}
          schedule={(due) => after(acts.schedule('publish', due))}
        />
      );
    case 'withdraw':
    case 'withdraw-at':
      return (
        <ConfirmWithdraw
          {...common}
          key={asking}
          later={asking === 'withdraw-at'}
          confirm={() => after(acts.withdraw())}
          schedule={(due) => after(acts.schedule('withdraw', due))}
        />
      );
    case 'review':
    case 'ask-review':
      return <AskReview {...common} send={(note) => after(acts.askReview(note))} />;
    case 'return':
      return <SendBack busy={busy} fault={fault} close={close} send={(note) => after(acts.sendBack(note))} />;
    case 'drop':
      return <DropDialog close={close} drop={draft.drop} />;
    default:
      return null;
  }
}

function DropDialog({ close, drop }: { close: () => void; drop: () => void }) {
  return (
    <Modal title={w.dropTitle} close={t.close} onClose={close} test="drop-dialog">
      <p>{w.dropWhy}</p>
      <div class="sheet-end">
        <button
          type="button"
          onClick={() => {
            close();
            drop();
          }}
          data-test="drop-confirm"
        >
          {w.dropIt}
        </button>
        <button type="button" class="main" autofocus onClick={close}>
          {t.cancel}
        </button>
      </div>
    </Modal>
  );
}
