import { useId, useState } from 'preact/hooks';
import { Cards, Mover, RowActs } from '../staff/cards';
import { TextField } from '../staff/fields';
import { randomID } from '../staff/ids';
import { inserted, moved, replaced, without } from '../staff/list';
import { ChoiceField, ListField } from './fields';
import type { Playbook } from './kinds';
import type { Room } from './room';
import { focusSoon } from './room';
import { Section } from './section';
import { t } from './strings';

/** Steps for kinds of cases. */
export function Playbooks({ room }: { room: Room }) {
  const draft = room.drafts.playbooks;
  const list = draft.value;
  const [open, setOpen] = useState('');
  const add = () => {
    const book = { id: randomID(), title: '', tags: [], questions: [], steps: [''], team: '' };
    setOpen(book.id);
    draft.set([...list, book]);
    focusSoon(`[data-key="${book.id}"] [data-test="playbook-title"]`);
  };
  return (
    <Section name="playbooks" draft={draft} room={room}>
      {list.length === 0 && (
        <p class="empty" data-test="empty">
          {t.noPlaybooks}
        </p>
      )}
      <Cards
        items={list}
        keyOf={(book) => book.id}
        nameOf={(book) => book.title}
        summary={(book) => (
          <>
            <span class="hint">{t.stepsCount(book.steps.length)}</span>
            {book.tags.map((tag) => (
              <span class="chip" key={tag}>
                {tag}
              </span>
            ))}
          </>
        )}
        body={(book, at) => <BookForm book={book} room={room} set={(next) => draft.set(replaced(list, at, next))} />}
        open={open}
        setOpen={setOpen}
        onMove={(at, by) => draft.set(moved(list, at, by))}
        onRemove={(at) => draft.setWithout(without(list, at), list[at]?.title || t.unnamed)}
        test="playbook"
      />
      <button type="button" onClick={add} data-test="playbook-add">
        {t.addPlaybook}
      </button>
    </Section>
  );
}

function BookForm({ book, room, set }: { book: Playbook; room: Room; set: (book: Playbook) => void }) {
  const teams = room.drafts.desk.value.teams;
  return (
    <>
      <TextField
        label={t.titleField}
        fault={book.title.trim() ? '' : t.titleMissing}
        value={book.title}
        set={(title) => set({ ...book, title })}
        test="playbook-title"
      />
      <Steps steps={book.steps} set={(steps) => set({ ...book, steps })} />
      <ListField
        label={t.questions}
        hint={t.questionsHint}
        rows={5}
        value={book.questions}
        set={(questions) => set({ ...book, questions })}
        test="playbook-questions"
      />
      <div class="pair">
        <ListField
          label={t.tags}
          hint={`${t.commas} ${t.playbookTags}`}
          value={book.tags}
          set={(tags) => set({ ...book, tags })}
          test="playbook-tags"
        />
        <ChoiceField
          label={t.team}
          value={book.team}
          set={(team) => set({ ...book, team })}
          options={[['', t.allTeams], ...teams.map(({ id, title }) => [id, title || t.newTeam] as const)]}
          test="playbook-team"
        />
      </div>
    </>
  );
}

function Steps({ steps, set }: { steps: readonly string[]; set: (steps: string[]) => void }) {
  const id = useId();
  const [acts, setActs] = useState(-1); // the step whose actions are open
  const focus = (at: number) => setTimeout(() => document.querySelectorAll<HTMLElement>('[data-test="step"]')[at]?.focus());
  const add = (at: number) => {
    set(inserted(steps, at, ''));
    focus(at);
  };
  const moveStep = (at: number, by: -1 | 1) => {
    set(moved(steps, at, by));
    if (acts === at) setActs(at + by);
  };
  const remove = (at: number) => {
    set(without(steps, at));
    setActs(-1);
    if (steps.length > 1) focus(Math.min(at, steps.length - 2));
    else focusSoon('[data-test="step-add"]');
  };
  return (
    <fieldset class="group" aria-describedby={id}>
      <legend>{t.steps}</legend>
      <p class="hint" id={id}>
        {t.stepsHint}
      </p>
      <ol class="steps">
        {steps.map((step, at) => (
          <li key={at}>
            <input
              type="text"
              dir="auto"
              autocomplete="off"
              aria-label={t.step(at + 1)}
              value={step}
              data-test="step"
              onInput={(event) => set(replaced(steps, at, event.currentTarget.value))}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.isComposing) return;
                event.preventDefault();
                add(at + 1);
              }}
            />
            <RowActs name={t.step(at + 1)} open={acts === at} setOpen={(open) => setActs(open ? at : -1)} test="step">
              <Mover at={at} count={steps.length} name={t.step(at + 1)} move={(by) => moveStep(at, by)} test="step" />
              <button
                type="button"
                class="quiet square"
                aria-label={t.remove(t.step(at + 1))}
                title={t.remove(t.step(at + 1))}
                onClick={() => remove(at)}
                data-test="step-remove"
              >
                <span aria-hidden="true">✕</span>
              </button>
            </RowActs>
          </li>
        ))}
      </ol>
      <button type="button" onClick={() => add(steps.length)} data-test="step-add">
        {t.addStep}
      </button>
    </fieldset>
  );
}
