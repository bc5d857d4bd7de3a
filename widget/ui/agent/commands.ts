// Everything the agent can do without a mouse: what the keys and the palette offer.
import { modified, singleKey, typing } from '../staff/keys';
import type { Reference } from './article';
import { foreign } from './assist';
import { m } from './assistwords';
import type { Console } from './console';
import { t as labels } from './labels';
import { focusFilter, focusedConversation, step } from './list';
import { views } from './news';
import { record } from './promisedialog';
import { t } from './strings';
import { answered, lastAsked } from './thread';
import { hows } from './wording';

/** Dialogs about the open conversation. */
export type About = 'resolve' | 'transfer' | 'assign' | 'takeover' | 'snooze' | 'promise' | 'priority' | 'merge' | 'followup' | 'canned';

/** What lies over the console. */
export type Overlay = { name: 'none' | 'palette' | 'help' | About } | { name: 'article'; reference: Reference };

/** Shows something over the console. */
export type Open = (overlay: Overlay) => void;

/** Something to do now. */
export interface Command {
  name: string;
  /** single key, "" if there is none */
  key: string;
  run: () => void;
  /** a key alone, not worth a line in the palette */
  keyOnly?: boolean;
}

/** What the commands need from the page. */
export interface Page {
  open: Open;
  switchKeys: () => void;
  switchSound: () => void;
}

/** The commands that make sense now. */
export function commandsOf(desk: Console, page: Page): Command[] {
  const undo = desk.bulk.undo;
  return [
    ...(undo ? [{ name: labels.undoLast, key: '', run: undo }] : []),
    ...ofQueue(desk),
    ...ofConversation(desk, page),
    ...views.map((view) => ({ name: t.command.show(labels.view[view]), key: '', run: () => desk.show(view) })),
    { name: t.keyNext, key: 'j', run: () => step(1), keyOnly: true },
    { name: t.keyPrevious, key: 'k', run: () => step(-1), keyOnly: true },
    { name: t.command.search, key: '/', run: () => search(desk) },
    { name: t.command.filter, key: '', run: focusFilter },
    { name: t.command.status, key: '', run: () => void desk.setStatus(desk.desk.status === 'away' ? 'online' : 'away') },
    { name: t.command.sound, key: '', run: page.switchSound },
    { name: t.command.keys, key: '', run: page.switchKeys },
    { name: t.command.help, key: '?', run: () => page.open({ name: 'help' }) },
    { name: t.paletteTitle, key: 'mod+k', run: () => page.open({ name: 'palette' }), keyOnly: true },
  ];
}

/** Shows the search over all conversations, with the cursor in it. */
function search(desk: Console): void {
  if (desk.view === 'search') document.querySelector<HTMLInputElement>('#search-q')?.focus();
  else desk.show('search');
}

/** Accepting: the row that has the focus, else the open conversation. */
function ofQueue(desk: Console): Command[] {
  const next = desk.rows('waiting')[0];
  const viewOf = (id: string) => desk.desk.row(id)?.view;
  const free = (id: string) => ['waiting', 'bot'].includes(viewOf(id) ?? '');
  const take = () => {
    const id = [focusedConversation(), desk.selected].find((candidate) => candidate && free(candidate));
    if (id) void desk.acts.run({ type: 'accept' }, id);
  };
  const commands: Command[] = [];
  if (next) commands.push({ name: t.command.acceptNext, key: '', run: () => void desk.acts.run({ type: 'accept' }, next.id) });
  const name = viewOf(desk.selected) === 'bot' ? t.command.takeOver : t.command.accept;
  commands.push({ name, key: 'a', run: take, keyOnly: !free(desk.selected) });
  return commands;
}

function ofConversation(desk: Console, page: Page): Command[] {
  const state = desk.thread()?.state;
  if (!state) return [];
  const mine = state.mine === true && state.status === 'open';
  const id = desk.selected;
  const commands: Command[] = [{ name: t.command.note, key: 'n', run: () => desk.write('note') }];
  if (!mine) return commands;
  const open = (name: About) => () => page.open({ name });
  return [
    { name: t.command.reply, key: 'r', run: () => desk.write('reply') },
    ...commands,
    ...ofModel(desk, id),
    { name: t.command.canned, key: '', run: open('canned') },
    { name: t.command.transfer, key: 't', run: open('transfer') },
    { name: t.command.snooze, key: 's', run: open('snooze') },
    { name: t.command.promise, key: 'p', run: () => promise(desk, id, page) },
    { name: t.command.resolve, key: 'e', run: open('resolve') },
    { name: t.command.handback, key: 'h', run: () => void desk.acts.run({ type: 'handback' }, id) },
    { name: t.command.release, key: '', run: () => void desk.acts.run({ type: 'release' }, id) },
  ];
}

/** What the language model can do now. */
function ofModel(desk: Console, id: string): Command[] {
  const thread = desk.thread();
  const { assist } = desk;
  if (!assist || !thread) return [];
  const { wording } = assist;
  const theirs = assist.theirs(thread);
  const asked = thread.events.find((event) => event.seq === lastAsked(thread.events));
  const line = (name: string, run: () => void): Command => ({ name, key: '', run });
  // The selection in the field outlives the palette.
  const reword = (task: Parameters<typeof wording.ask>[1]) => () => {
    const field = document.querySelector<HTMLTextAreaElement>('.composer textarea');
    desk.write('reply');
    void wording.ask(id, task, field?.selectionStart, field?.selectionEnd);
  };
  const begun = desk.drafts.get(`${id}.reply`).trim() !== '' && !wording.of(id).asking;
  const suggested = desk.shelf.suggestion?.text && !answered(thread.events) && !assist.reply(thread);
  return [
    ...(suggested ? [line(m.command.wordReply, () => wordReply(desk))] : []),
    ...(begun ? hows.map((how) => line(m.command.how(how), reword({ how }))) : []),
    ...(begun && theirs ? [line(m.command.translateTo(theirs), reword({ to: theirs }))] : []),
    ...(wording.of(id).steps.length > 0 ? [line(m.command.back, () => wording.back(id))] : []),
    ...(asked && foreign(asked, assist.mine, theirs) && !assist.translation(id, asked.seq) ? [line(m.command.translate, () => assist.translate(id, asked.seq))] : []),
  ];
}

/** Opens the suggestion, where the answer will be, and asks. */
function wordReply(desk: Console): void {
  const panel = document.querySelector<HTMLDetailsElement>('.suggested');
  if (panel) panel.open = true;
  panel?.querySelector<HTMLElement>('[data-test=word-reply]')?.focus();
  const thread = desk.thread();
  if (thread) desk.assist?.askReply(thread);
}

/** Records the promise that is offered; without one, asks for it. */
function promise(desk: Console, id: string, page: Page): void {
  const offer = desk.offers.of(id);
  if (offer) void record(desk, id, offer.text, offer.due);
  else page.open({ name: 'promise' });
}

/** Runs the command of a key, if it has one. */
export function onKey(event: KeyboardEvent, commands: Command[], single: boolean): void {
  let key = '';
  if (modified(event) && event.key.toLowerCase() === 'k') key = 'mod+k';
  else if (single && !typing(event)) key = singleKey(event);
  if (!key || document.querySelector('dialog[open]')) return;
  const command = commands.find((candidate) => candidate.key === key);
  if (!command) return;
  event.preventDefault();
  command.run();
}
