import { useState } from 'preact/hooks';
import { TextField } from '../staff/fields';
import { replaced, without } from '../staff/list';
import { ChoiceField, RadioField } from './fields';
import { Holidays } from './holidays';
import { addedTo, copied, faultsOf, inWords, officeWeek, onDay, weekdays } from './hours';
import type { Hours } from './kinds';
import { Openings } from './openings';
import type { Room } from './room';
import { focusSoon } from './room';
import { Section } from './section';
import { t } from './strings';
import { withTeam } from './teams';

/** The opening hours of each team. */
export function OpeningHours({ room }: { room: Room }) {
  const draft = room.drafts.desk;
  const { teams } = draft.value;
  const [chosen, setChosen] = useState('');
  const at = Math.max(0, teams.findIndex(({ id }) => id === chosen));
  const team = teams[at];
  const set = (hours: Hours) => team && draft.set(withTeam(draft.value, at, { ...team, hours }));
  return (
    <Section name="hours" draft={draft} room={room}>
      {team && (
        <>
          {teams.length > 1 && (
            <ChoiceField
              label={t.team}
              value={team.id}
              set={setChosen}
              options={teams.map(({ id, title }) => [id, title || t.newTeam])}
              test="hours-team"
            />
          )}
          <div key={team.id}>
            <Zone zone={team.hours.zone} set={(zone) => set({ ...team.hours, zone })} />
            <Week hours={team.hours} set={set} />
            <Holidays days={team.hours.days} set={(days) => set({ ...team.hours, days })} />
          </div>
        </>
      )}
    </Section>
  );
}

function Zone({ zone, set }: { zone: string; set: (zone: string) => void }) {
  const [zones] = useState(() => Intl.supportedValuesOf('timeZone'));
  return (
    <>
      <TextField
        label={t.zone}
        hint={t.zoneHint}
        fault={zone === '' || isZone(zone) ? '' : t.zoneUnknown}
        value={zone}
        set={(typed) => set(typed.trim())}
        list="settings-zones"
        test="zone"
      />
      <datalist id="settings-zones">
        {zones.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** Reports whether the browser knows the time zone; it knows old names that its list leaves out, too. */
function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function Week({ hours, set }: { hours: Hours; set: (hours: Hours) => void }) {
  const { week } = hours;
  const [note, setNote] = useState('');
  // What was written is kept while somebody looks what around the clock would mean.
  const [kept, setKept] = useState(week);
  const choose = (how: string) => {
    setNote('');
    if (how === 'always') setKept(week);
    set({ ...hours, week: how === 'always' ? [] : kept.length > 0 ? kept : [...officeWeek] });
  };
  const remove = (day: number, at: number) => {
    set({ ...hours, week: without(week, at) });
    setNote(week.length === 1 ? t.lastSpan : '');
    focusSoon(week.length === 1 ? '[data-test="week-always"]' : `[data-test="add-hours-${day}"]`);
  };
  return (
    <fieldset class="group">
      <legend>{t.week}</legend>
      <RadioField
        legend={t.week}
        silent
        value={week.length === 0 ? 'always' : 'times'}
        set={choose}
        options={[
          ['always', t.always],
          ['times', t.atTimes],
        ]}
        test="week"
      />
      <p role="status" data-test="week-note">
        {note}
      </p>
      {week.length > 0 && (
        <>
          {weekdays.map((day) => {
            const here = onDay(week, day);
            const openings = here.map(({ span }) => span);
            return (
              <Openings
                key={day}
                name={t.days[day] ?? ''}
                openings={openings}
                faults={faultsOf(openings)}
                set={(i, opening) => set({ ...hours, week: replaced(week, here[i]?.at ?? -1, { ...opening, day }) })}
                add={() => {
                  set({ ...hours, week: addedTo(week, day) });
                  focusSoon(`[data-test="opens-${day}-${here.length}"]`);
                }}
                remove={(i) => remove(day, here[i]?.at ?? -1)}
                test={String(day)}
              />
            );
          })}
          <button type="button" onClick={() => set({ ...hours, week: copied(week, 1, [2, 3, 4, 5]) })} data-test="copy-monday">
            {t.copyMonday}
          </button>
          <p class="notice said" data-test="week-words">
            {t.inShort(inWords(hours))}
          </p>
        </>
      )}
    </fieldset>
  );
}
