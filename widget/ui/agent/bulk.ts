// Many conversations at once: which are chosen, what is done to them, and taking that back.
import { sentence } from '../staff/call';
import type { Api, BulkAction, BulkResult } from './api';
import { t } from './labels';
import { reasonOf } from './outbox';

/** The sentences that an action ends in. */
export interface Report {
  text: string;
  lines: string[];
  bad: boolean;
  undo?: () => void;
}

/** What the choice needs of the console. */
export interface Around {
  api: Pick<Api, 'bulk' | 'undo'>;
  nameOf(conversation: string): string;
  tell(report: Report): void;
  changed(): void;
}

/** The conversations that are chosen in the list, and actions on them. */
export class Bulk {
  readonly chosen = new Set<string>();
  busy = false;
  /** what takes the last action back, undefined if there is none */
  undo: (() => void) | undefined;
  private anchor = '';

  constructor(private readonly around: Around) {}

  /** Chooses a conversation or not; with `range`, all from the last one on, in the order of the list. */
  toggle(id: string, range: boolean, order: readonly string[]): void {
    const on = !this.chosen.has(id);
    const from = order.indexOf(this.anchor);
    const to = order.indexOf(id);
    const ids = range && from >= 0 && to >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    for (const each of ids) this.put(each, on);
    this.anchor = id;
    this.around.changed();
  }

  /** Chooses all of these, or none if all of them are chosen. */
  all(ids: readonly string[]): void {
    const on = !ids.every((id) => this.chosen.has(id));
    for (const id of ids) this.put(id, on);
    this.around.changed();
  }

  clear(): void {
    this.chosen.clear();
    this.anchor = '';
    this.around.changed();
  }

  /** Forgets what is not in the list any more. */
  keepOnly(shown: (id: string) => boolean): void {
    for (const id of this.chosen) if (!shown(id)) this.chosen.delete(id);
  }

  /** Does it to all that are chosen. */
  async run(action: Omit<BulkAction, 'ids'>): Promise<void> {
    const ids = [...this.chosen];
    if (ids.length === 0) return;
    await this.attempt(() => this.around.api.bulk({ ...action, ids }), t.bulkDone);
  }

  private put(id: string, on: boolean): void {
    if (on) this.chosen.add(id);
    else this.chosen.delete(id);
  }

  private async attempt(call: () => Promise<BulkResult>, words: (n: number) => string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.around.changed();
    try {
      this.report(await call(), words);
    } catch (fault) {
      this.around.tell({ text: sentence(fault), lines: [], bad: true });
    } finally {
      this.busy = false;
      this.around.changed();
    }
  }

  private report({ done, refused, undo }: BulkResult, words: (n: number) => string): void {
    const lines = (refused ?? []).map(({ id, code, message }) => {
      const why = message || reasonOf({ code: code as 'internal', message });
      return t.refusedLine(this.around.nameOf(id), why);
    });
    this.chosen.clear();
    this.undo = undo
      ? () => {
          this.undo = undefined;
          void this.attempt(() => this.around.api.undo(undo), t.undone);
        }
      : undefined;
    const report: Report = { text: words(done?.length ?? 0), lines, bad: lines.length > 0 };
    if (this.undo) report.undo = this.undo;
    this.around.tell(report);
  }
}
