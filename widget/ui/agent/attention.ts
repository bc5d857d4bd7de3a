// What of the news on the desk the agent is told, and how: spoken, shown, or by a sound.
import type { Owed, Row } from '../shared/wire';
import { inBrowser } from '../staff/remembered';
import type { Alerts } from './alerts';
import { t } from './labels';
import type { News } from './overview';
import { Reminders } from './reminders';

/** Turns news into alerts. */
export class Attention {
  private readonly reminders = new Reminders(inBrowser('frontdesk.'));

  constructor(private readonly alerts: Alerts) {}

  /** Tells of news. `looksAt` says whether the agent has a row before their eyes already. */
  tell({ arrived, spoken, mentioned }: News, looksAt: (row: Row) => boolean): void {
    this.alerts.announce(arrived);
    const elsewhere = [...spoken, ...mentioned].filter((row) => !looksAt(row));
    const mention = mentioned.find((row) => elsewhere.includes(row));
    if (mention) this.alerts.tell(t.mentioned(mention.name), false);
    if (arrived.length > 0 || elsewhere.length > 0) this.alerts.chime.play();
  }

  /** Brings the promises to mind whose time has come. */
  remind(promises: readonly Owed[], now: number): void {
    const due = this.reminders.due(promises, now);
    if (due.length === 0) return;
    this.alerts.show({ text: t.reminder(due.length), lines: due.map((each) => t.reminderLine(each, now)), bad: false });
    this.alerts.chime.play();
  }
}
