import type { State } from '../shared/wire';
import type { Open } from './commands';
import type { Console } from './console';
import { t as labels } from './labels';
import type { Action } from '../staff/menu';
import { Menu } from '../staff/menu';
import { t } from './strings';
import type { Thread } from './thread';

interface Props {
  desk: Console;
  thread: Thread;
  state: State;
  open: Open;
}

/** What can be done to the conversation as a whole: the usual as buttons, the rest under "More". */
export function Actions({ desk, thread, state, open }: Props) {
  const busy = desk.acts.doing(thread.id) !== undefined;
  const { first, main, rest } = actionsOf(desk, thread.id, state, open);
  return (
    <div class="actions">
      {first.map((action) => (
        <button type="button" key={action.test} disabled={busy} onClick={action.run} data-test={action.test}>
          {action.name}
        </button>
      ))}
      {rest.length > 0 && <Menu name={labels.moreActions} actions={rest} busy={busy} test="more" />}
      {main && (
        <button type="button" class="main" disabled={busy} onClick={main.run} data-test={main.test}>
          {main.name}
        </button>
      )}
    </div>
  );
}

interface Sorted {
  first: Action[];
  main?: Action;
  rest: Action[];
}

function actionsOf(desk: Console, id: string, state: State, open: Open): Sorted {
  const act = (type: 'accept' | 'handback' | 'release') => () => void desk.acts.run({ type }, id);
  const supervisor = desk.shelf.supervisor;
  const priority: Action = { test: 'priority', name: labels.bulk.priority, run: () => open({ name: 'priority' }) };
  const merge: Action = { test: 'merge', name: labels.merge, run: () => open({ name: 'merge' }) };
  const assign: Action = { test: 'assign', name: labels.assign, run: () => open({ name: 'assign' }) };
  const followUp: Action = { test: 'followup', name: labels.followUp, run: () => open({ name: 'followup' }) };
  const follow = state.follow_up ? [followUp] : [];
  if (state.merged) return { first: follow, rest: [] };
  if (state.status !== 'open') return { first: follow, rest: [] };
  const common = [...(supervisor ? [assign] : []), priority, merge];
  if (state.owner !== 'agent') {
    const accept: Action = { test: 'accept', name: state.owner === 'queue' ? t.accept : t.takeOver, run: act('accept') };
    return { first: follow, main: accept, rest: common };
  }
  if (!state.mine) {
    const takeOver: Action = { test: 'takeover', name: labels.takeOver, run: () => open({ name: 'takeover' }) };
    return { first: supervisor ? [...follow, takeOver] : follow, rest: common };
  }
  const aside: Action = state.snoozed
    ? { test: 'snooze-end', name: labels.takeUp, run: () => void desk.acts.run({ type: 'snooze', until: 0 }, id) }
    : { test: 'snooze', name: labels.snooze, run: () => open({ name: 'snooze' }) };
  return {
    first: [...follow, { test: 'transfer', name: labels.transfer, run: () => open({ name: 'transfer' }) }, aside],
    main: { test: 'resolve', name: t.resolve, run: () => open({ name: 'resolve' }) },
    rest: [
      { test: 'handback', name: t.handBack, run: act('handback') },
      { test: 'release', name: t.release, run: act('release') },
      { test: 'promise', name: labels.promise, run: () => open({ name: 'promise' }) },
      ...common,
    ],
  };
}
