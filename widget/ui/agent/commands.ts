// Everything the agent can do without a mouse: what the keys and the palette offer.
import { modified, singleKey, typing } from '../staff/keys';
import type { Reference } from './article';
import type { Console } from './console';
import { focusFilter, focusedConversation, step } from './list';
import type { View } from './news';
import { findRow } from './news';
import { t } from './strings';

/** What lies over the console. */
export type Overlay = { name: 'none' | 'palette' | 'help' | 'resolve' } | { name: 'article'; reference: Reference };

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
  open: (overlay: Overlay) => void;
  switchKeys: () => void;
  switchSound: () => void;
}

/** The commands that make sense now. */
export function commandsOf(desk: Console, page: Page): Command[] {
  const show = (view: View): Command => ({ name: t.command[view], key: '', run: () => desk.show(view) });
  return [
    ...ofQueue(desk),
    ...ofConversation(desk, page),
    show('waiting'),
    show('mine'),
    show('bot'),
    show('closed'),
    { name: t.keyNext, key: 'j', run: () => step(1), keyOnly: true },
    { name: t.keyPrevious, key: 'k', run: () => step(-1), keyOnly: true },
    { name: t.command.search, key: '/', run: focusFilter },
    { name: t.command.sound, key: '', run: page.switchSound },
    { name: t.command.keys, key: '', run: page.switchKeys },
    { name: t.command.help, key: '?', run: () => page.open({ name: 'help' }) },
    { name: t.paletteTitle, key: 'mod+k', run: () => page.open({ name: 'palette' }), keyOnly: true },
  ];
}

/** Accepting: the row that has the focus, else the open conversation. */
function ofQueue(desk: Console): Command[] {
  const next = desk.rows('waiting')[0];
  const viewOf = (id: string) => findRow(desk.desk, id)?.view;
  const free = (id: string) => ['waiting', 'bot'].includes(viewOf(id) ?? '');
  const take = () => {
    const id = [focusedConversation(), desk.selected].find((candidate) => candidate && free(candidate));
    if (id) void desk.act('accept', id);
  };
  const commands: Command[] = [];
  if (next) commands.push({ name: t.command.acceptNext, key: '', run: () => void desk.act('accept', next.id) });
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
  return [
    { name: t.command.reply, key: 'r', run: () => desk.write('reply') },
    ...commands,
    { name: t.command.resolve, key: 'e', run: () => page.open({ name: 'resolve' }) },
    { name: t.command.handback, key: 'h', run: () => void desk.act('handback', id) },
    { name: t.command.release, key: '', run: () => void desk.act('release', id) },
  ];
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
