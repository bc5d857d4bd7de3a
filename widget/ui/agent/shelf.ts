// What helps an agent with their work: canned replies, playbooks, causes, colleagues; what the bot would say;
// what is known of the customer. All of it is read when needed, and its absence stops nobody.
import type { Event } from '../shared/wire';
import type { Aids, Api, Knowledge, Suggestion, Team } from './api';
import type { CauseLine } from './causes';
import { causeLines } from './causes';
import type { Values } from './fill';
import { standardWords } from './standard';
import type { Thread } from './thread';
import { contactOf, lastAsked } from './thread';

const fresh = 2_000; // ms for which the aids are not asked for again: what a manager saves is there when it is next looked for
const about: ReadonlySet<Event['kind']> = new Set(['contact', 'blocked', 'rating', 'merged', 'resolved']);

/** The aids of one console. `changed` is called when something came. */
export class Shelf {
  aids: Aids | null = null;
  causes: CauseLine[] = [];
  /** of the open conversation, each null until it is here */
  suggestion: Suggestion | null = null;
  knowledge: Knowledge | null = null;

  private aidsAt = 0;
  private asked = '';
  private known = '';

  constructor(
    private readonly api: Pick<Api, 'aids' | 'suggest' | 'customer'>,
    private readonly changed: () => void,
  ) {}

  get supervisor(): boolean {
    return this.aids?.me.supervisor ?? false;
  }

  team(id: string | undefined): Team | undefined {
    return this.aids?.teams?.find((team) => team.id === id);
  }

  /** Reads the aids, unless they are new. */
  async refresh(now = Date.now()): Promise<void> {
    if (now - this.aidsAt < fresh) return;
    this.aidsAt = now;
    try {
      this.aids = await this.api.aids();
      this.causes = causeLines(this.aids.causes ?? []);
      this.changed();
    } catch {
      this.aidsAt = 0; // asked again when they are needed next
    }
  }

  /** Reads what belongs to the open conversation, where it is not known or out of date. */
  follow(thread: Thread | undefined): void {
    const open = thread?.state?.status === 'open' ? lastAsked(thread.events) : 0;
    const ask = thread && open > 0 ? `${thread.id} ${open}` : '';
    if (ask !== this.asked) {
      if (!ask || !this.asked.startsWith(`${thread?.id} `)) this.suggestion = null;
      this.asked = ask;
      if (thread && ask) void this.read(this.api.suggest(thread.id), () => this.asked === ask, (found) => (this.suggestion = found));
    }
    const last = thread?.events.findLast((event) => about.has(event.kind))?.seq ?? 0;
    const know = thread?.state ? `${thread.id} ${last}` : '';
    if (know !== this.known) {
      if (!know || !this.known.startsWith(`${thread?.id} `)) this.knowledge = null;
      this.known = know;
      if (thread && know) void this.read(this.api.customer(thread.id), () => this.known === know, (found) => (this.knowledge = found));
    }
  }

  /** What the variables of canned replies stand for in a conversation. */
  values(thread: Thread | undefined, agent: string, site: string | undefined, now: number, locale: string): Values {
    const { state } = thread ?? {};
    const team = this.team(state?.team) ?? this.aids?.teams?.[0];
    const priority = state?.priority && state.priority !== 'normal' ? state.priority : '';
    const standards = team?.standards ?? {};
    const contact = contactOf(thread?.events ?? []);
    return {
      customer: contact.name || this.knowledge?.name || '', // a state always has a name, if need be a made-up one
      agent,
      team: team?.title ?? '',
      site: site ?? '',
      page: state?.page ?? '',
      standard: standardWords((standards[priority] ?? standards[''])?.first),
      today: new Date(now).toLocaleDateString(locale, { dateStyle: 'long' }),
    };
  }

  private async read<T>(answer: Promise<T>, wanted: () => boolean, keep: (found: T) => void): Promise<void> {
    try {
      const found = await answer;
      if (!wanted()) return;
      keep(found);
      this.changed();
    } catch {
      // The panel stays away; the next message asks again.
    }
  }
}
