// Promises to customers whose time comes near: each is brought to mind once in this browser.
import type { Owed } from '../shared/wire';
import type { Remembered } from '../staff/remembered';

const kept = 'reminded';

/** Which promises the agent was reminded of. */
export class Reminders {
  private readonly told: Set<string>;

  constructor(private readonly store: Remembered) {
    this.told = new Set(store.get(kept).split(' ').filter(Boolean));
  }

  /** The promises to remind of now. They are not returned again; what is not owed any more is forgotten. */
  due(promises: readonly Owed[], now: number): Owed[] {
    const due = promises.filter((promise) => promise.remind <= now && !this.told.has(promise.id));
    const owed = new Set(promises.map(({ id }) => id));
    const gone = [...this.told].filter((id) => !owed.has(id));
    if (due.length === 0 && gone.length === 0) return due;
    for (const id of gone) this.told.delete(id);
    for (const { id } of due) this.told.add(id);
    this.store.set(kept, [...this.told].join(' '));
    return due;
  }
}
