import { useState } from 'preact/hooks';
import type { Row } from '../shared/wire';
import type { BulkAction } from './api';
import type { Console } from './console';
import { CauseDialog } from './resolve';
import { PeopleDialog, PriorityDialog, TeamDialog } from './pickdialogs';
import { SnoozeDialog } from './snoozedialog';
import { TagsDialog } from './tags';
import { t } from './labels';

type Open = '' | 'tag' | 'assign' | 'priority' | 'team' | 'snooze' | 'resolve';

/** Chooses all rows or none, and what to do with those that are chosen. */
export function BulkBar({ desk, ids }: { desk: Console; ids: () => readonly Row['id'][] }) {
  const [open, setOpen] = useState<Open>('');
  const { bulk } = desk;
  const n = bulk.chosen.size;
  const close = () => setOpen('');
  const run = (action: Omit<BulkAction, 'ids'>) => {
    close();
    void bulk.run(action);
  };
  const button = (name: Exclude<Open, ''>) => (
    <button type="button" disabled={bulk.busy} onClick={() => setOpen(name)} data-test={`bulk-${name}`}>
      {t.bulk[name]}
    </button>
  );
  const what = t.forMany(n);
  return (
    <div class="bulk" role="group" aria-label={t.bulkBar}>
      <label class="check">
        <input
          type="checkbox"
          checked={n > 0 && n >= ids().length}
          indeterminate={n > 0 && n < ids().length}
          onClick={() => bulk.all(ids())}
          data-test="choose-all"
        />{' '}
        {n > 0 ? t.chosen(n) : t.chooseAll}
      </label>
      {n > 0 && (
        <div class="bulk-actions" data-test="bulk">
          {(desk.view === 'waiting' || desk.view === 'bot') && (
            <button type="button" disabled={bulk.busy} onClick={() => run({ action: 'accept' })} data-test="bulk-accept">
              {t.bulk.accept}
            </button>
          )}
          {button('tag')}
          {desk.shelf.supervisor && button('assign')}
          {button('priority')}
          {button('team')}
          {button('snooze')}
          {button('resolve')}
          <button type="button" class="quiet" onClick={() => bulk.clear()} data-test="bulk-clear">
            {t.unchoose}
          </button>
        </div>
      )}
      {open === 'tag' && <TagsDialog what={what} close={close} done={(tags) => run({ action: 'tag', tags })} />}
      {open === 'assign' && <PeopleDialog desk={desk} what={what} close={close} done={(to) => run({ action: 'assign', to })} />}
      {open === 'priority' && <PriorityDialog what={what} now="normal" close={close} done={(priority) => run({ action: 'priority', priority })} />}
      {open === 'team' && <TeamDialog desk={desk} what={what} close={close} done={(team) => run({ action: 'team', team })} />}
      {open === 'snooze' && <SnoozeDialog what={what} close={close} done={(until) => run({ action: 'snooze', until })} />}
      {open === 'resolve' && <CauseDialog desk={desk} what={what} suggested={[]} close={close} done={(cause) => run({ action: 'resolve', cause })} />}
    </div>
  );
}
