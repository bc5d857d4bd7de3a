import { useState } from 'preact/hooks';
import type { Person, Priority } from '../shared/wire';
import { Modal } from '../staff/modal';
import type { Option } from './choices';
import { Choices, End } from './choices';
import type { Console } from './console';
import { t } from './labels';

/** What every such dialog is given: what it is about, how to close it, what to do with the choice. */
interface Props<T> {
  /** such as "3 conversations"; "" for the open one */
  what: string;
  close: () => void;
  done: (choice: T) => void;
}

interface PickProps extends Props<string> {
  title: string;
  question: string;
  submit: string;
  options: readonly Option[];
  chosen?: string;
  missing: string;
  test: string;
}

/** One question with one answer out of a list. */
function Pick({ title, question, submit, options, chosen = '', missing, what, close, done, test }: PickProps) {
  const [value, setValue] = useState(chosen);
  const [fault, setFault] = useState('');
  const send = (event: Event) => {
    event.preventDefault();
    if (value) done(value);
    else setFault(missing);
  };
  return (
    <Modal title={title} close={t.close} onClose={close} test={`${test}-dialog`}>
      <form onSubmit={send}>
        {what && <p class="hint">{what}</p>}
        <Choices title={question} options={options} value={value} choose={setValue} test={`${test}-to`} first />
        <p class="fault" role="alert">
          {fault}
        </p>
        <End cancel={t.cancel} onCancel={close} submit={submit} test={`${test}-confirm`} />
      </form>
    </Modal>
  );
}

const statusOrder = { online: 0, away: 1, offline: 2 };

/** Colleagues with status and load, those who are here and have least to do first. Who is offline is given nothing. */
export function colleagues(desk: Console): Option[] {
  const people: Person[] = [...desk.desk.people].filter((person) => person.id !== desk.me.id);
  people.sort((a, b) => statusOrder[a.status] - statusOrder[b.status] || a.load - b.load || a.name.localeCompare(b.name));
  return people.map((person) => {
    const barred = person.status === 'offline';
    return { value: person.id, name: person.name, more: barred ? t.offlineBarred : `${t[person.status]}, ${t.load(person.load)}`, barred };
  });
}

/** All teams; the one that has the conversation already, if it is said, cannot be chosen. */
export function teamsOf(desk: Console, now = ''): Option[] {
  return (desk.shelf.aids?.teams ?? []).map(({ id, title }) => (id === now ? { value: id, name: title, more: t.teamNowHere, barred: true } : { value: id, name: title }));
}

/** A supervisor gives it to a colleague, or takes it. */
export function PeopleDialog({ desk, ...rest }: Props<string> & { desk: Console }) {
  const me = { value: desk.me.id, name: desk.me.name, more: t[desk.desk.status] };
  return (
    <Pick
      {...rest}
      title={t.assignTitle}
      question={t.transferTo}
      submit={t.assignNow}
      options={[...colleagues(desk), me]}
      missing={t.transferMissing}
      test="assign"
    />
  );
}

export function TeamDialog({ desk, ...rest }: Props<string> & { desk: Console }) {
  return (
    <Pick {...rest} title={t.teamTitle} question={t.toTeams} submit={t.teamNow} options={teamsOf(desk)} missing={t.transferMissing} test="team" />
  );
}

const priorities: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];

export function PriorityDialog({ now, done, ...rest }: Props<Priority> & { now: Priority }) {
  const options = priorities.map((value) => ({ value, name: t.priorities[value] }));
  return (
    <Pick
      {...rest}
      done={(value) => done(value as Priority)}
      title={t.priorityTitle}
      question={t.priority}
      submit={t.save}
      options={options}
      chosen={now}
      missing=""
      test="priority"
    />
  );
}
