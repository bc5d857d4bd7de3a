import { useRef, useState } from 'preact/hooks';
import { Cards } from '../staff/cards';
import { reading } from '../staff/clock';
import { TextField } from '../staff/fields';
import { randomID } from '../staff/ids';
import { replaced, without } from '../staff/list';
import { inWords } from './duration';
import { ChoiceField, ListField } from './fields';
import type { Canned } from './kinds';
import type { Room } from './room';
import { focusSoon } from './room';
import { Section } from './section';
import { t } from './strings';
import type { Variable } from './variables';
import { faultsOf, piecesOf, variables } from './variables';

/** Replies that are written once and used often. */
export function CannedReplies({ room }: { room: Room }) {
  const draft = room.drafts.canned;
  const list = draft.value;
  const [open, setOpen] = useState('');
  const [wanted, setWanted] = useState('');
  const shown = list.filter((reply) => matches(reply, wanted));
  const add = () => {
    const reply = { id: randomID(), shortcut: '', title: '', text: '', team: '', tags: [] };
    setWanted('');
    setOpen(reply.id);
    draft.set([...list, reply]);
    focusSoon(`[data-key="${reply.id}"] [data-test="canned-shortcut"]`);
  };
  return (
    <Section name="canned" draft={draft} room={room}>
      {list.length === 0 ? (
        <p class="empty" data-test="empty">
          {t.noCanned}
        </p>
      ) : (
        <div class="finder">
          <TextField label={t.searchCanned} type="search" value={wanted} set={setWanted} test="canned-search" />
          <p class="hint" role="status" data-test="canned-found">
            {shown.length === 0 ? t.nothingFound : t.found(shown.length, list.length)}
          </p>
        </div>
      )}
      <Cards
        items={list}
        keyOf={(reply) => reply.id}
        nameOf={(reply) => reply.title || (reply.shortcut && `/${reply.shortcut}`)}
        summary={(reply) => (
          <span class="hint">
            <code>/{reply.shortcut}</code> <bdi>{beginningOf(reply.text)}</bdi>
          </span>
        )}
        body={(reply, at) => (
          <ReplyForm
            reply={reply}
            room={room}
            taken={list.some((other) => other !== reply && other.shortcut !== '' && other.shortcut === reply.shortcut)}
            set={(next) => draft.set(replaced(list, at, next))}
          />
        )}
        // What is open stays, whatever its words are while it is edited.
        shown={(reply) => reply.id === open || shown.includes(reply)}
        open={open}
        setOpen={setOpen}
        onRemove={(at) => draft.setWithout(without(list, at), list[at]?.title || t.unnamed)}
        test="canned"
      />
      <button type="button" onClick={add} data-test="canned-add">
        {t.addCanned}
      </button>
    </Section>
  );
}

/** The first words of a text, for a line of a list. */
function beginningOf(text: string): string {
  const most = 80;
  return text.length > most ? `${text.slice(0, text.lastIndexOf(' ', most) || most)}…` : text;
}

/** Reports whether every word of the search occurs in the reply. */
export function matches(reply: Canned, search: string): boolean {
  const text = `/${reply.shortcut} ${reply.title} ${reply.text} ${reply.tags.join(' ')}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What is wrong with a shortcut, "" if nothing is. */
export function faultOfShortcut(shortcut: string, taken: boolean): string {
  if (!/^[a-z0-9-]{1,30}$/.test(shortcut)) return t.shortcutFault;
  return taken ? t.shortcutTwice : '';
}

interface FormProps {
  reply: Canned;
  room: Room;
  /** another reply has the shortcut */
  taken: boolean;
  set: (reply: Canned) => void;
}

function ReplyForm({ reply, room, taken, set }: FormProps) {
  const form = useRef<HTMLDivElement>(null);
  const teams = room.drafts.desk.value.teams;
  const insert = (name: Variable) => {
    const area = form.current?.querySelector('textarea');
    const from = area?.selectionStart ?? reply.text.length;
    const to = area?.selectionEnd ?? from;
    const text = `{{${name}}}`;
    set({ ...reply, text: reply.text.slice(0, from) + text + reply.text.slice(to) });
    setTimeout(() => {
      area?.focus();
      area?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  return (
    <div ref={form}>
      <div class="pair">
        <TextField
          label={t.shortcut}
          hint={t.shortcutHint}
          fault={faultOfShortcut(reply.shortcut, taken)}
          value={reply.shortcut}
          set={(typed) => set({ ...reply, shortcut: typed.trim().replace(/^\//, '') })}
          test="canned-shortcut"
        />
        <TextField
          label={t.titleField}
          fault={reply.title.trim() ? '' : t.titleMissing}
          value={reply.title}
          set={(title) => set({ ...reply, title })}
          test="canned-title"
        />
      </div>
      <div class="split">
        <div>
          <TextField
            label={t.replyText}
            rows={7}
            fault={faultsOf(reply.text).join(' ')}
            value={reply.text}
            set={(text) => set({ ...reply, text })}
            test="canned-text"
          />
          <div class="inserts" role="group" aria-label={t.insert}>
            {variables.map((name) => (
              <button
                key={name}
                type="button"
                class="chip"
                aria-label={t.insertVariable(t.variable[name])}
                onClick={() => insert(name)}
                data-test={`insert-${name}`}
              >
                + {t.variable[name]}
              </button>
            ))}
          </div>
        </div>
        <Preview text={reply.text} values={samplesFor(reply, room)} />
      </div>
      <div class="pair">
        <ChoiceField
          label={t.team}
          value={reply.team}
          set={(team) => set({ ...reply, team })}
          options={[['', t.allTeams], ...teams.map(({ id, title }) => [id, title || t.newTeam] as const)]}
          test="canned-team"
        />
        <ListField label={t.tags} hint={t.commas} value={reply.tags} set={(tags) => set({ ...reply, tags })} test="canned-tags" />
      </div>
    </div>
  );
}

/** Values as they might be in a conversation of the reply's team. */
function samplesFor(reply: Canned, room: Room): Record<Variable, string> {
  const { teams } = room.drafts.desk.value;
  const team = teams.find(({ id }) => id === reply.team) ?? teams[0];
  const first = team?.standards['']?.first ?? 0;
  return {
    customer: 'Maria Keller',
    agent: room.me.name,
    team: team?.title ?? 'Support',
    site: location.hostname,
    page: `https://${location.hostname}/orders`,
    standard: inWords(first > 0 ? first : 240),
    today: new Date().toLocaleDateString(reading, { dateStyle: 'long' }),
  };
}

function Preview({ text, values }: { text: string; values: Record<string, string> }) {
  return (
    <section class="field" aria-label={t.asSent}>
      <h4 class="label">{t.asSent}</h4>
      <p class="reply" dir="auto" data-test="canned-preview">
        {text === '' && <span class="hint">{t.emptyPreview}</span>}
        {piecesOf(text).map((piece, at) => {
          if (piece.kind === 'text') return piece.text;
          if (piece.kind === 'variable') return <b key={at}>{values[piece.text]}</b>;
          return (
            <mark key={at} class="wrong">
              {piece.kind === 'unknown' ? `{{${piece.text}}}` : piece.text}
              <span class="gone"> ({t.unknownVariable})</span>
            </mark>
          );
        })}
      </p>
    </section>
  );
}
