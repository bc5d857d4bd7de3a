// The console's model: what the desk looks like, which conversation is open, and what the agent does.
// It draws nothing; it calls its watcher after a change.
import { Socket, socketURL } from '../shared/socket';
import type { Listener, Status, WireError } from '../shared/socket';
import type { Desk, Event, In, Out, Row, State } from '../shared/wire';
import { closeCode, newID } from '../shared/wire';
import { Refusal, call } from '../staff/call';
import { inBrowser, inTab } from '../staff/remembered';
import { Alerts } from './alerts';
import type { View } from './news';
import { findRow, newsOf, rowsOf, unread, views } from './news';
import type { Mode } from './outbox';
import { Outbox, reasonOf } from './outbox';
import { Seen } from './seen';
import { t } from './strings';
import type { Thread } from './thread';
import { headOf, newThread } from './thread';

/** What an agent can do to the owner or the status of a conversation. */
export type Verb = 'accept' | 'handback' | 'release' | 'resolve';

const typingEvery = 3_000;
const typingLasts = 6_000;
const bannerAfter = 2_000;

/** The model of one console. The page reads its fields and calls its methods. */
export class Console implements Listener {
  desk: Desk | null = null;
  view: View = 'waiting';
  selected = '';
  connection: Status = { name: 'connecting' };
  /** the connection has been away long enough to say so */
  away = false;
  /** what the composer writes; a note never turns into a reply without the agent asking for it */
  mode: Mode = 'note';
  /** causes used before; known ahead, so that the dialog that offers them does not move when they come */
  causes: string[] = [];
  /** rises when the cursor shall go into the composer */
  cursor = 0;
  readonly alerts = new Alerts(() => this.changed());
  readonly outbox: Outbox;
  readonly drafts = inTab('frontdesk.draft.');

  private readonly socket: Socket;
  private readonly threads = new Map<string, Thread>();
  private readonly seen = new Seen(inBrowser('frontdesk.'));
  private readonly busy = new Map<string, Verb>();
  private typedAt = 0;
  private scheduled = false;
  private welcomed = false;
  private awayTimer: ReturnType<typeof setTimeout> | undefined;

  /** `watcher` is called once after a batch of changes, `signIn` when the session has ended. */
  constructor(
    private readonly watcher: () => void,
    private readonly signIn: () => void,
  ) {
    this.socket = new Socket({ url: socketURL('/ws/staff'), listener: this });
    this.outbox = new Outbox(
      {
        request: (frame) => this.socket.request(frame),
        epoch: (conversation) => this.epochOf(conversation),
        changed: () => this.changed(),
      },
      inTab('frontdesk.'),
    );
  }

  /** Connects and opens the conversation that the address names. Returns how to stop. */
  start(): () => void {
    const disarm = this.alerts.chime.arm();
    const visible = () => this.markSeen();
    document.addEventListener('visibilitychange', visible);
    this.socket.start();
    void this.loadCauses();
    const named = decodeURIComponent(location.hash.slice(1));
    if (named) this.select(named);
    return () => {
      disarm();
      document.removeEventListener('visibilitychange', visible);
      this.socket.close();
    };
  }

  thread(): Thread | undefined {
    return this.threads.get(this.selected);
  }

  rows(view: View): Row[] {
    return rowsOf(this.desk, view);
  }

  unread(row: Row, view: View): boolean {
    return unread(row, view, this.seen.head(row.id));
  }

  doing(conversation: string): Verb | undefined {
    return this.busy.get(conversation);
  }

  show(view: View): void {
    this.view = view;
    this.changed();
  }

  /** Opens a conversation; "" closes the one that is open. */
  select(id: string): void {
    if (id === this.selected) return;
    if (this.selected) this.socket.leave(this.selected);
    this.selected = id;
    history.replaceState(null, '', id ? `#${encodeURIComponent(id)}` : location.pathname);
    this.mode = findRow(this.desk, id)?.view === 'mine' ? 'reply' : 'note';
    if (id) {
      const thread = this.threads.get(id) ?? newThread(id);
      this.threads.set(id, thread);
      thread.missing = false;
      this.socket.follow(id, headOf(thread));
      this.markSeen();
    }
    this.changed();
  }

  /** Does something to a conversation. Resolves with whether it is done. */
  async act(verb: Verb, conversation: string, cause?: string): Promise<boolean> {
    if (this.busy.has(conversation)) return false;
    this.busy.set(conversation, verb);
    this.changed();
    const name = findRow(this.desk, conversation)?.row.name ?? '';
    try {
      await this.socket.request(this.verbFrame(verb, conversation, cause));
      this.done(verb, conversation, name);
      return true;
    } catch (fault) {
      const refused = fault as WireError;
      if (this.achieved(verb, conversation)) return true;
      this.alerts.tell(reasonOf(refused), true);
      return false;
    } finally {
      this.busy.delete(conversation);
      this.changed();
    }
  }

  /** Tells the customer that the agent is writing, at most every few seconds. */
  typing(conversation: string): void {
    const now = Date.now();
    if (now - this.typedAt < typingEvery) return;
    this.typedAt = now;
    this.socket.send({ type: 'typing', conversation });
  }

  /** Puts the cursor into the composer, to write this. */
  write(mode: Mode): void {
    this.mode = mode;
    this.cursor++;
    this.changed();
  }

  send(conversation: string, mode: Mode, text: string): void {
    this.outbox.add(conversation, mode, text);
  }

  /** Draws again, after something outside the model changed. */
  changed(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.alerts.count(this.due());
      this.watcher();
    });
  }

  status(status: Status): void {
    this.connection = status;
    if (status.name === 'open') {
      clearTimeout(this.awayTimer);
      this.awayTimer = undefined;
      this.away = false;
    } else if (status.name !== 'stopped') {
      this.awayTimer ??= setTimeout(() => {
        this.away = true;
        this.changed();
      }, bannerAfter);
    }
    if (status.name === 'stopped' && status.code === closeCode.signedOut) this.signIn();
    this.changed();
  }

  closed(): void {
    if (!this.welcomed) void this.checkSession();
    this.welcomed = false;
  }

  welcome(): void {
    this.welcomed = true;
  }

  events(conversation: string, events: Event[]): void {
    const thread = this.threads.get(conversation);
    if (!thread) return;
    const first = thread.events.length === 0;
    thread.events = [...thread.events, ...events];
    this.outbox.arrived(events);
    if (events.some((event) => event.from === 'customer')) thread.typingAt = 0;
    const spoke = events.some((event) => event.kind === 'message' && event.from === 'customer');
    if (!first && spoke) this.alerts.say(t.announceMessage(this.nameOf(conversation)));
    this.markSeen();
    this.changed();
  }

  state(conversation: string, state: State): void {
    const thread = this.threads.get(conversation);
    if (!thread) return;
    // After a reload the list comes later than the conversation: find out here whose it is. Nothing is
    // being written yet, because the composer appears with the first state.
    if (!thread.state && state.mine && conversation === this.selected) this.mode = 'reply';
    thread.state = state;
    thread.missing = false;
    thread.typingAt = state.typing === 'customer' ? Date.now() : 0;
    if (thread.typingAt) setTimeout(() => this.changed(), typingLasts + 50);
    this.changed();
  }

  error(frame: Out): void {
    const thread = this.threads.get(frame.conversation ?? this.selected);
    if (frame.code === 'not_found' && thread && !thread.state) {
      thread.missing = true;
      this.changed();
      return;
    }
    this.alerts.tell(reasonOf({ code: frame.code ?? 'internal', message: frame.message ?? '' }), true);
  }

  frame(frame: Out): void {
    if (frame.type !== 'desk' || !frame.desk) return;
    const { arrived, spoken } = newsOf(this.desk, frame.desk);
    this.desk = frame.desk;
    this.seen.keepOnly(new Set([...views.flatMap((view) => this.rows(view).map((row) => row.id)), this.selected]));
    this.markSeen();
    this.alerts.announce(arrived);
    const elsewhere = spoken.filter((row) => row.id !== this.selected || document.hidden);
    if (arrived.length > 0 || elsewhere.length > 0) this.alerts.chime.play();
    this.changed();
  }

  /** Reports whether the customer of the open conversation is writing now. */
  customerTypes(): boolean {
    const at = this.thread()?.typingAt ?? 0;
    return at > 0 && Date.now() - at < typingLasts;
  }

  nameOf(conversation: string): string {
    return findRow(this.desk, conversation)?.row.name ?? this.threads.get(conversation)?.state?.name ?? t.customer;
  }

  private markSeen(): void {
    if (!this.selected || document.hidden) return;
    const head = findRow(this.desk, this.selected)?.row.head ?? 0;
    this.seen.mark(this.selected, Math.max(head, this.thread() ? headOf(this.thread() as Thread) : 0));
    this.changed();
  }

  /** What calls for this agent: conversations that wait, and own ones with something unread. */
  private due(): number {
    return this.rows('waiting').length + this.rows('mine').filter((row) => this.unread(row, 'mine')).length;
  }

  private epochOf(conversation: string): number {
    const row = findRow(this.desk, conversation)?.row;
    return Math.max(this.threads.get(conversation)?.state?.epoch ?? 0, row?.epoch ?? 0);
  }

  private verbFrame(verb: Verb, conversation: string, cause?: string): In & { id: string } {
    const frame: In & { id: string } = { type: verb, id: newID(), conversation };
    if (verb !== 'accept') frame.epoch = this.epochOf(conversation);
    if (cause !== undefined) frame.cause = cause;
    return frame;
  }

  private done(verb: Verb, conversation: string, name: string): void {
    if (verb === 'accept') {
      this.view = 'mine';
      this.select(conversation);
      this.write('reply');
      this.alerts.tell(t.accepted(name || this.nameOf(conversation)), false);
    } else {
      this.alerts.tell({ handback: t.handedBack, release: t.released, resolve: t.resolvedDone }[verb], false);
      if (verb === 'resolve') void this.loadCauses();
    }
  }

  /** Without suggestions a cause can still be written, so a failure is not worth a word. */
  private async loadCauses(): Promise<void> {
    try {
      const { causes } = await call<{ causes: string[] | null }>('GET', '/api/agent/causes');
      this.causes = causes ?? [];
      this.changed();
    } catch {
      // the next resolved conversation asks again
    }
  }

  /** After a lost ack the same request is refused, although what it asked for has been done. */
  private achieved(verb: Verb, conversation: string): boolean {
    const state = this.threads.get(conversation)?.state;
    if (!state) return false;
    if (verb === 'accept') return state.mine === true && state.status === 'open';
    if (verb === 'resolve') return false;
    return state.status === 'open' && state.owner === (verb === 'handback' ? 'bot' : 'queue');
  }

  /** A socket that is refused before its greeting may mean that the session has ended. */
  private async checkSession(): Promise<void> {
    try {
      await call('GET', '/api/me');
    } catch (fault) {
      if (fault instanceof Refusal && fault.status === 401) {
        this.socket.close();
        this.signIn();
      }
    }
  }
}
