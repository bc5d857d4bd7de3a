import { useState } from 'preact/hooks';
import type { Row } from '../shared/wire';
import type { BulkAction } from './api';
import type { Console } from './console';
import { CauseDialog } from './resolve';
import { PeopleDialog, PriorityDialog, TeamDialog } from './pickdialogs';
import { SnoozeDialog } from './snoozedialog';
import { TagsDialog } from './tags';
import { t } from './labels';
import type { Action } from '../staff/menu';
import { Menu } from '../staff/menu';

type Open = '' | 'tag' | 'assign' | 'priority' | 'team' | 'snooze' | 'resolve';

/** Chooses all rows or none, and what to do with those that are chosen: one line, so that no row moves under the pointer. */
export function BulkBar({ desk, ids }: { desk: Console; ids: () => readonly Row['id'][] }) {
  const [open, setOpen] = useState<Open>('');
  const { bulk } = desk;
  const n = bulk.chosen.size;
  const close = () => setOpen('');
  const run = (action: Omit<BulkAction, 'ids'>) => {
    close();
    void bulk.run(action);
  };
  const ask = (name: Exclude<Open, ''>): Action => ({ test: `bulk-${name}`, name: t.bulk[name], run: () => setOpen(name) });
  const accept: Action = { test: 'bulk-accept', name: t.bulk.accept, run: () => run({ action: 'accept' }) };
  const actions = [
    ...(desk.view === 'waiting' || desk.view === 'bot' ? [accept] : []),
    ask('tag'),
    ...(desk.shelf.supervisor ? [ask('assign')] : []),
    ...(['priority', 'team', 'snooze', 'resolve'] as const).map(ask),
  ];
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
          <Menu name={t.bulkActions} actions={actions} busy={bulk.busy} test="bulk-more" />
          <button type="button" class="quiet square" aria-label={t.unchoose} title={t.unchoose} onClick={() => bulk.clear()} data-test="bulk-clear">
            <span aria-hidden="true">✕</span>
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
