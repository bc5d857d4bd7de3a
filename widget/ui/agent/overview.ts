// The overview as this browser holds it: one full frame first, then what changed.
import type { Desk, Owed, Person, Row, View } from '../shared/wire';

/** What happened on the desk that an agent wants to hear of. */
export interface News {
  /** came into the queue, but not because this agent put them there */
  arrived: Row[];
  /** the customer wrote in a conversation of this agent */
  spoken: Row[];
  /** a note mentions this agent that did not before */
  mentioned: Row[];
}

const none: readonly Row[] = [];

/** Everything that the desk shows beside the conversation that is open. */
export class Overview {
  /** nothing is known before the first full frame */
  known = false;
  agents = 0;
  status: 'online' | 'away' = 'online';
  people: Person[] = [];
  promises: Owed[] = [];

  private rows = new Map<string, Row>();
  private readonly sorted = new Map<View, readonly Row[]>();

  /** All rows of a view, in its order. The same array until the view changes. */
  list(view: View): readonly Row[] {
    if (!this.known) return none;
    let rows = this.sorted.get(view);
    if (!rows) {
      rows = [...this.rows.values()].filter((row) => row.view === view).sort(orders[view]);
      this.sorted.set(view, rows);
    }
    return rows;
  }

  row(id: string): Row | undefined {
    return this.rows.get(id);
  }

  ids(): Iterable<string> {
    return this.rows.keys();
  }

  /** Takes a full frame. After a reconnect it tells what happened meanwhile; the first one holds no news. */
  reset(desk: Desk): News {
    const before = this.rows;
    this.rows = new Map((desk.rows ?? []).map((row) => [row.id, row]));
    this.sorted.clear();
    const news = this.known ? newsOf(before, this.rows.values()) : { arrived: [], spoken: [], mentioned: [] };
    this.known = true;
    this.people = desk.people ?? [];
    this.promises = desk.promises ?? [];
    this.note(desk);
    return news;
  }

  /** Takes a frame with what changed. Before the first full frame it says nothing. */
  change(desk: Desk): News {
    if (!this.known) return { arrived: [], spoken: [], mentioned: [] };
    const changed = desk.rows ?? [];
    const news = newsOf(this.rows, changed);
    for (const id of desk.gone ?? []) this.drop(id);
    for (const row of changed) this.put(row);
    this.people = desk.people ?? this.people;
    this.promises = desk.promises ?? this.promises;
    this.note(desk);
    return news;
  }

  private note(desk: Desk): void {
    this.agents = desk.agents;
    this.status = desk.status ?? this.status;
  }

  private put(row: Row): void {
    const before = this.rows.get(row.id);
    if (before) this.sorted.delete(before.view);
    this.sorted.delete(row.view);
    this.rows.set(row.id, row);
  }

  private drop(id: string): void {
    const before = this.rows.get(id);
    if (!before) return;
    this.sorted.delete(before.view);
    this.rows.delete(id);
  }
}

/** Compares what was there with rows that are new or have changed. */
function newsOf(before: ReadonlyMap<string, Row>, rows: Iterable<Row>): News {
  const news: News = { arrived: [], spoken: [], mentioned: [] };
  for (const row of rows) {
    const old = before.get(row.id);
    const own = old?.view === 'mine' || old?.view === 'snoozed';
    if (row.view === 'waiting' && old?.view !== 'waiting' && !own) news.arrived.push(row);
    if (own && old && row.view === 'mine' && row.head > old.head && row.from === 'customer') news.spoken.push(row);
    if ((row.mentions ?? 0) > (old?.mentions ?? 0)) news.mentioned.push(row);
  }
  return news;
}

type Order = (a: Row, b: Row) => number;

const byID: Order = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const newest: Order = (a, b) => b.updated - a.updated || byID(a, b);

const orders: Record<View, Order> = {
  waiting: (a, b) => (a.since ?? 0) - (b.since ?? 0) || byID(a, b),
  followup: (a, b) => (a.follow_up ?? 0) - (b.follow_up ?? 0) || byID(a, b),
  mine: newest,
  team: newest,
  bot: newest,
  snoozed: newest,
  closed: newest,
};
