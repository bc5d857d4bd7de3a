import type { Playbook } from './api';
import type { Console } from './console';
import { t } from './labels';
import type { Thread } from './thread';
import { stepsDone } from './thread';

interface Props {
  desk: Console;
  thread: Thread;
  open: string;
  setOpen: (id: string) => void;
}

/** A playbook and why it may fit, "" if nothing says so. */
interface Fit {
  playbook: Playbook;
  why: string;
}

/** Steps for this kind of case: what is suggested first, then what was begun, then the others. */
export function Playbooks({ desk, thread, open, setOpen }: Props) {
  const all = desk.shelf.aids?.playbooks ?? [];
  const done = stepsDone(thread.events);
  const fits = sorted(all, desk.shelf.suggestion?.playbooks ?? [], done, thread.state?.team);
  if (all.length === 0) return null;
  return (
    <section>
      <h2>{t.playbooks}</h2>
      {fits.map(({ playbook, why }) => {
        const count = playbook.steps.filter((_, i) => done.has(`${playbook.id}/${i}`)).length;
        return (
          <details
            key={playbook.id}
            class="playbook"
            open={playbook.id === open}
            onToggle={(event) => {
              if (event.currentTarget.open) setOpen(playbook.id);
              else if (playbook.id === open) setOpen('');
            }}
            data-test="playbook"
          >
            <summary>
              <span dir="auto">{playbook.title}</span> {why && <span class="chip good">{t.fits(why)}</span>}{' '}
              {count > 0 && <span class="hint">{t.stepsDone(count, playbook.steps.length)}</span>}
            </summary>
            <ol>
              {playbook.steps.map((words, i) => (
                <li key={i}>
                  <label class="check">
                    <input
                      type="checkbox"
                      checked={done.has(`${playbook.id}/${i}`)}
                      disabled={desk.acts.doing(thread.id) !== undefined}
                      onChange={(event) =>
                        void desk.acts.run({ type: 'step', playbook: playbook.id, step: i, done: event.currentTarget.checked }, thread.id)
                      }
                      data-test="playbook-step"
                    />
                    <span dir="auto">{words}</span>
                  </label>
                </li>
              ))}
            </ol>
          </details>
        );
      })}
    </section>
  );
}

function sorted(all: readonly Playbook[], suggested: readonly { id: string; reason: string }[], done: ReadonlySet<string>, team: string | undefined): Fit[] {
  const whys = new Map(suggested.map(({ id, reason }) => [id, reason]));
  const order = suggested.map(({ id }) => id);
  const begun = (playbook: Playbook) => playbook.steps.some((_, i) => done.has(`${playbook.id}/${i}`));
  const rank = (playbook: Playbook) => {
    const at = order.indexOf(playbook.id);
    return at >= 0 ? at : begun(playbook) ? order.length : order.length + 1;
  };
  return all
    .filter((playbook) => !playbook.team || !team || playbook.team === team || begun(playbook))
    .map((playbook) => ({ playbook, why: whys.get(playbook.id) ?? '' }))
    .sort((a, b) => rank(a.playbook) - rank(b.playbook) || a.playbook.title.localeCompare(b.playbook.title));
}
