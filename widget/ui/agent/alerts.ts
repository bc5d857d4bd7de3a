// How the agent learns that something happened: a sentence on the page, a word to the screen reader, a
// sound, a number in the title.
import type { Row } from '../shared/wire';
import { inBrowser } from '../staff/remembered';
import { Chime } from './chime';
import { t as labels } from './labels';
import { t } from './strings';

/** A sentence to the agent that goes away by itself. */
export interface Notice {
  text: string;
  bad: boolean;
  /** further lines, such as what was refused */
  lines?: string[];
  /** takes back what the sentence is about */
  undo?: (() => void) | undefined;
}

const goodLasts = 5_000;
const badLasts = 10_000;
const longLasts = 20_000; // what holds a list or a button stays longer, and as long as somebody is at it

/** Everything that calls for attention. `changed` is called after a change. */
export class Alerts {
  notice: Notice | null = null;
  /** for the screen reader's polite region */
  said = '';
  readonly chime = new Chime(inBrowser('frontdesk.sound.'));

  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {}

  tell(text: string, bad: boolean): void {
    this.show({ text, bad });
  }

  show(notice: Notice): void {
    this.notice = notice;
    this.wait();
    this.changed();
  }

  /** Keeps the notice while somebody reads it (true), and lets it go later (false). */
  hold(yes: boolean): void {
    if (yes) clearTimeout(this.timer);
    else this.wait();
  }

  hush(): void {
    clearTimeout(this.timer);
    this.notice = null;
    this.changed();
  }

  /** Says it to the screen reader, also when the words are those of the last time. */
  say(text: string): void {
    this.said = this.said === text ? `${text}\u00a0` : text;
    this.changed();
  }

  /** Says which conversations came into the queue. */
  announce(arrived: Row[]): void {
    const [row] = arrived;
    if (!row) return;
    this.say(arrived.length > 1 ? t.announceMany(arrived.length) : t.announceNew(row.name, labels.reason(row.reason)));
  }

  /** Puts the number of things to do in front of the title. */
  count(n: number): void {
    const title = `${n > 0 ? `(${n}) ` : ''}${t.title} · ${t.bar.product}`;
    if (document.title !== title) document.title = title;
  }

  private wait(): void {
    clearTimeout(this.timer);
    const { notice } = this;
    if (!notice) return;
    const lasts = notice.undo || notice.lines?.length ? longLasts : notice.bad ? badLasts : goodLasts;
    this.timer = setTimeout(() => this.hush(), lasts);
  }
}
