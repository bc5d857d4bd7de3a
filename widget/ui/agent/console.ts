// The console's model: what the desk looks like, which conversation is open, and what the agent does.
// It draws nothing; it calls its watcher after a change.
import { Socket, socketURL } from '../shared/socket';
import type { Listener, Status, WireError } from '../shared/socket';
import type { Event, Out, Row, State, View } from '../shared/wire';
import { newID } from '../shared/wire';
import { reading } from '../staff/clock';
import type { Me } from '../staff/http';
import { inBrowser, inTab } from '../staff/remembered';
import { Acts } from './acts';
import { Activity } from './activity';
import { Alerts } from './alerts';
import { api } from './api';
import { Assist } from './assist';
import { Attention } from './attention';
import { Bulk } from './bulk';
import type { Values } from './fill';
import { Link } from './link';
import { unread } from './news';
import { Offers } from './offers';
import type { Mode } from './outbox';
import { Outbox, reasonOf } from './outbox';
import { Overview } from './overview';
import { Seen } from './seen';
import { Shelf } from './shelf';
import { t } from './strings';
import type { Thread } from './thread';
import { headOf, newThread, put, take, typingLasts } from './thread';
import type { Act } from './verbs';
import { takes } from './verbs';
import { Writing } from './writing';

const remindEvery = 10_000;
const threadsKept = 30;

/** The model of one console. The page reads its fields and calls its methods. */
export class Console implements Listener {
  readonly desk = new Overview();
  /** the list on the left; "search" is the form for all conversations */
  view: View | 'search' = 'waiting';
  selected = '';
  readonly link: Link;
  /** what the composer writes; a note never turns into a reply without the agent asking for it */
  mode: Mode = 'note';
  /** rises when the cursor shall go into the composer */
  cursor = 0;
  readonly alerts = new Alerts(() => this.changed());
  readonly outbox: Outbox;
  readonly drafts = inTab('frontdesk.draft.');
  readonly shelf = new Shelf(api, () => this.changed());
  readonly bulk: Bulk;
  readonly acts: Acts;
  readonly writing = new Writing((frame) => this.socket.send(frame));
  readonly offers = new Offers(api, () => this.changed());
  /** null without a language model */
  readonly assist: Assist | null;

  private readonly socket: Socket;
  private readonly threads = new Map<string, Thread>();
  private readonly seen = new Seen(inBrowser('frontdesk.'));
  private readonly attention = new Attention(this.alerts);
  private readonly activity = new Activity();
  private toldSeen = '';
  private scheduled = false;

  /** `watcher` is called once after a batch of changes, `signIn` when the session has ended. */
  constructor(
    readonly me: Me,
    private readonly watcher: () => void,
    signIn: () => void,
  ) {
    this.link = new Link(() => this.changed(), signIn);
    this.socket = new Socket({ url: socketURL('/ws/staff'), listener: this, active: () => this.activity.take() });
    this.outbox = new Outbox(
      {
        request: (frame) => this.socket.request(frame),
        epoch: (conversation) => this.epochOf(conversation),
        stored: (item) => void this.offers.look(item),
        changed: () => this.changed(),
      },
      inTab('frontdesk.'),
    );
    this.acts = new Acts({
      request: (frame) => this.socket.request(frame),
      epoch: (conversation) => this.epochOf(conversation),
      state: (conversation) => this.threads.get(conversation)?.state,
      nameOf: (conversation) => this.nameOf(conversation),
      done: (act, conversation) => this.done(act, conversation),
      tell: (text, bad) => this.alerts.tell(text, bad),
      changed: () => this.changed(),
    });
    this.assist = me.model
      ? new Assist(
          {
            api,
            read: (conversation) => this.drafts.get(`${conversation}.reply`),
            write: (conversation, text) => this.drafts.set(`${conversation}.reply`, text),
            changed: () => this.changed(),
          },
          inTab('frontdesk.wording.'),
        )
      : null;
    this.bulk = new Bulk({
      api,
      nameOf: (id) => this.nameOf(id),
      tell: (report) => this.alerts.show(report),
      changed: () => this.changed(),
    });
  }

  /** Connects and opens the conversation that the address names. Returns how to stop. */
  start(): () => void {
    const disarm = this.alerts.chime.arm();
    const unwatch = this.activity.watch(window);
    const visible = () => this.markSeen();
    document.addEventListener('visibilitychange', visible);
    const timer = setInterval(() => this.remind(), remindEvery);
    this.socket.start();
    void this.shelf.refresh();
    const named = decodeURIComponent(location.hash.slice(1));
    if (named) this.select(named);
    return () => {
      disarm();
      unwatch();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', visible);
      this.socket.close();
    };
  }

  thread(): Thread | undefined {
    return this.threads.get(this.selected);
  }

  rows(view: View): readonly Row[] {
    return this.desk.list(view);
  }

  unread(row: Row): boolean {
    return unread(row, this.seen.head(row.id));
  }

  show(view: View | 'search'): void {
    if (view !== this.view) this.bulk.clear();
    this.view = view;
    this.changed();
  }

  /** Opens a conversation; "" closes the one that is open. */
  select(id: string): void {
    if (id === this.selected) return;
    if (this.selected) this.socket.leave(this.selected);
    this.selected = id;
    history.replaceState(null, '', id ? `#${encodeURIComponent(id)}` : location.pathname);
    const view = this.desk.row(id)?.view;
    this.mode = view === 'mine' || view === 'snoozed' ? 'reply' : 'note';
    if (id) {
      const thread = this.remember(this.threads.get(id) ?? newThread(id));
      thread.missing = false;
      this.socket.follow(id, headOf(thread));
      this.markSeen();
    }
    this.changed();
  }

  /** Puts the cursor into the composer, to write this. */
  write(mode: Mode): void {
    this.mode = mode;
    this.cursor++;
    this.changed();
  }

  /** Puts words into the composer, in place of what is there. */
  draft(mode: Mode, text: string): void {
    this.drafts.set(`${this.selected}.${mode}`, text);
    this.write(mode);
  }

  /** Puts a text into the reply, after what is there. */
  insert(text: string): void {
    const begun = this.drafts.get(`${this.selected}.reply`);
    this.draft('reply', begun.trim() ? `${begun.trimEnd()}\n${text}` : text);
  }

  /** What the variables of canned replies stand for in the open conversation. */
  values(): Values {
    return this.shelf.values(this.thread(), this.me.name, this.desk.row(this.selected)?.site, Date.now(), reading);
  }

  send(conversation: string, mode: Mode, text: string): void {
    const thread = this.threads.get(conversation);
    const original = mode === 'reply' ? this.assist?.wording.sent(conversation) : '';
    this.outbox.add(conversation, mode, text, thread ? headOf(thread) : 0, original);
  }

  /** Says whether this agent is here. */
  async setStatus(status: 'online' | 'away'): Promise<void> {
    try {
      await this.socket.request({ type: 'status', id: newID(), status });
      this.desk.status = status;
      this.changed();
    } catch (fault) {
      this.alerts.tell(reasonOf(fault as WireError), true);
    }
  }

  /** Draws again, after something changed. */
  changed(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.shelf.follow(this.thread());
      this.alerts.count(this.due());
      this.watcher();
    });
  }

  status(status: Status): void {
    this.link.status(status);
  }

  closed(): void {
    this.link.closed(() => this.socket.close());
  }

  welcome(): void {
    this.link.welcome();
    this.toldSeen = '';
  }

  events(conversation: string, events: Event[]): void {
    const thread = this.threads.get(conversation);
    if (!thread) return;
    const spoke = take(thread, events);
    this.outbox.arrived(events);
    if (spoke) this.alerts.say(t.announceMessage(this.nameOf(conversation)));
    this.markSeen();
    this.changed();
  }

  anew(conversation: string): void {
    const thread = this.threads.get(conversation);
    if (thread) Object.assign(thread, newThread(conversation), { missing: thread.missing });
    this.seen.forget(conversation);
    this.toldSeen = '';
    this.changed();
  }

  state(conversation: string, state: State): void {
    const thread = this.threads.get(conversation);
    if (!thread) return;
    // After a reload the list comes later than the conversation: find out here whose it is. Nothing is
    // being written yet, because the composer appears with the first state.
    if (!thread.state && state.mine && conversation === this.selected) this.mode = 'reply';
    put(thread, state, Date.now());
    if (thread.typingAt) setTimeout(() => this.changed(), typingLasts + 50);
    this.changed();
  }

  error(frame: Out): void {
    const thread = this.threads.get(frame.conversation ?? this.selected);
    if (frame.code === 'not_found' && thread) {
      thread.missing = true;
      this.changed();
      if (!thread.state) return;
    }
    this.alerts.tell(reasonOf({ code: frame.code ?? 'internal', message: frame.message ?? '' }), true);
  }

  frame(frame: Out): void {
    if (!frame.desk || (frame.type !== 'desk' && frame.type !== 'rows')) return;
    const news = frame.type === 'desk' ? this.desk.reset(frame.desk) : this.desk.change(frame.desk);
    this.attention.tell(news, (row) => row.id === this.selected && !document.hidden);
    this.seen.keepOnly(new Set([...this.desk.ids(), this.selected]));
    if (this.view !== 'search') this.bulk.keepOnly((id) => this.desk.row(id)?.view === this.view);
    this.markSeen();
    this.remind();
    this.changed();
  }

  nameOf(conversation: string): string {
    return this.desk.row(conversation)?.name ?? this.threads.get(conversation)?.state?.name ?? t.customer;
  }

  /** Keeps a thread as the newest of a few: one that was forgotten is read again when it is opened. */
  private remember(thread: Thread): Thread {
    this.threads.delete(thread.id);
    this.threads.set(thread.id, thread);
    const [oldest] = this.threads.keys();
    if (oldest !== undefined && this.threads.size > threadsKept) this.threads.delete(oldest);
    return thread;
  }

  private remind(): void {
    this.attention.remind(this.desk.promises, Date.now());
  }

  private markSeen(): void {
    if (!this.selected || document.hidden) return;
    const thread = this.thread();
    const held = thread ? headOf(thread) : 0;
    this.seen.mark(this.selected, Math.max(this.desk.row(this.selected)?.head ?? 0, held));
    const told = `${this.selected} ${held}`;
    if (held > 0 && told !== this.toldSeen && this.socket.send({ type: 'seen', conversation: this.selected, seq: held })) this.toldSeen = told;
    this.changed();
  }

  /** What calls for this agent: conversations that wait, and own ones with something unread. */
  private due(): number {
    return this.rows('waiting').length + this.rows('mine').filter((row) => this.unread(row)).length;
  }

  private epochOf(conversation: string): number {
    return Math.max(this.threads.get(conversation)?.state?.epoch ?? 0, this.desk.row(conversation)?.epoch ?? 0);
  }

  private done(act: Act, conversation: string): void {
    if (!takes(act.type)) return;
    this.view = 'mine';
    this.select(conversation);
    this.write('reply');
  }
}
