import { useId, useState } from 'preact/hooks';
import { replaced, without } from '../staff/list';
import { may } from '../staff/roles';
import { unreadable } from './duration';
import { ListField } from './fields';
import type { Member, Person } from './kinds';
import { focusSoon } from './room';
import { t } from './strings';

interface Props {
  members: readonly Member[];
  people: readonly Person[];
  set: (members: Member[]) => void;
}

/** Who is in a team, with how many conversations at the same time, and what they are best at. */
export function Members({ members, people, set }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState('');
  const free = people.filter((person) => may(person.roles, '/agent') && !members.some(({ agent }) => agent === person.id));
  const add = () => {
    if (!chosen) return;
    set([...members, { agent: chosen, capacity: 0, skills: [] }]);
    setChosen('');
    focusSoon('[data-test="member"]:last-of-type [data-test="member-capacity"]');
  };
  return (
    <fieldset class="group">
      <legend>{t.members}</legend>
      <p class="hint" data-test="members-hint">
        {members.length === 0 ? t.noMembers : t.membersOnly}
      </p>
      <ul class="members">
        {members.map((member, at) => (
          <Row
            key={member.agent}
            member={member}
            name={people.find((person) => person.id === member.agent)?.name ?? t.unknownPerson(member.agent)}
            set={(next) => set(replaced(members, at, next))}
            remove={() => {
              set(without(members, at));
              focusSoon('[data-test="member-choose"]');
            }}
          />
        ))}
      </ul>
      <div class="adder">
        <label class="gone" for={id}>
          {t.choosePerson}
        </label>
        <select id={id} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)} data-test="member-choose">
          <option value="">{t.choosePerson}</option>
          {free.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name} ({person.email})
            </option>
          ))}
        </select>
        <button type="button" aria-disabled={chosen ? undefined : 'true'} onClick={add} data-test="member-add">
          {t.addMember}
        </button>
      </div>
    </fieldset>
  );
}

interface RowProps {
  member: Member;
  name: string;
  set: (member: Member) => void;
  remove: () => void;
}

function Row({ member, name, set, remove }: RowProps) {
  return (
    <li class="member" data-test="member" data-key={member.agent}>
      <p class="label">
        <bdi>{name}</bdi>
      </p>
      <Capacity name={name} value={member.capacity} set={(capacity) => set({ ...member, capacity })} />
      <ListField
        label={t.skillsOf(name)}
        hint={t.skillsHint}
        value={member.skills}
        set={(skills) => set({ ...member, skills })}
        test="member-skills"
      />
      <button type="button" class="quiet square" aria-label={t.remove(name)} title={t.remove(name)} onClick={remove} data-test="member-remove">
        <span aria-hidden="true">✕</span>
      </button>
    </li>
  );
}

/** Reads a number of conversations: nothing is 0, which stands for the usual number. */
export function capacityOf(typed: string): number {
  const text = typed.trim();
  if (text === '') return 0;
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 100 ? number : unreadable;
}

function Capacity({ name, value, set }: { name: string; value: number; set: (value: number) => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const shown = capacityOf(typed) === value ? typed : value > 0 ? String(value) : '';
  const fault = value === unreadable ? t.capacityFault : '';
  return (
    <div class="field">
      <label for={id}>{t.capacityOf(name)}</label>
      <input
        id={id}
        type="text"
        inputmode="numeric"
        autocomplete="off"
        value={shown}
        placeholder="5"
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={`${id}-fault ${id}-hint`}
        data-test="member-capacity"
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          set(capacityOf(event.currentTarget.value));
        }}
      />
      <p id={`${id}-fault`} class="fault" role="alert">
        {fault}
      </p>
      <p id={`${id}-hint`} class="hint">
        {t.capacityUsual}
      </p>
    </div>
  );
}
