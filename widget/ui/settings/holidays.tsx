import { TextField } from '../staff/fields';
import { replaced, without } from '../staff/list';
import { faultsOf, proposed } from './hours';
import type { Day } from './kinds';
import { Openings } from './openings';
import { focusSoon } from './room';
import { t } from './strings';

/** Days on which the hours of the week do not hold. */
export function Holidays({ days, set }: { days: readonly Day[]; set: (days: Day[]) => void }) {
  const add = () => {
    set([...days, { date: '', name: '', open: [] }]);
    focusSoon('[data-test="holiday"]:last-of-type [data-test="holiday-date"]');
  };
  return (
    <fieldset class="group">
      <legend>{t.holidays}</legend>
      {days.length === 0 && <p class="hint">{t.noHolidays}</p>}
      <ul class="holidays">
        {days.map((day, at) => (
          <Holiday
            key={at}
            day={day}
            at={at}
            twice={day.date !== '' && days.some((other, i) => i < at && other.date === day.date)}
            set={(next) => set(replaced(days, at, next))}
            remove={() => {
              set(without(days, at));
              focusSoon('[data-test="holiday-add"]');
            }}
          />
        ))}
      </ul>
      <button type="button" onClick={add} data-test="holiday-add">
        {t.addHoliday}
      </button>
    </fieldset>
  );
}

interface HolidayProps {
  day: Day;
  at: number;
  /** the date is listed above already */
  twice: boolean;
  set: (day: Day) => void;
  remove: () => void;
}

function Holiday({ day, at, twice, set, remove }: HolidayProps) {
  const name = day.name || t.holiday(day.date);
  const { open } = day;
  return (
    <li class="holiday" data-test="holiday">
      <div class="holiday-head">
        <TextField
          label={t.date}
          type="date"
          fault={twice ? t.dateTwice : ''}
          value={day.date}
          set={(date) => set({ ...day, date })}
          test="holiday-date"
        />
        <TextField label={t.dayName} hint={t.dayNameHint} value={day.name ?? ''} set={(text) => set({ ...day, name: text })} test="holiday-name" />
        <button type="button" class="quiet square" aria-label={t.remove(name)} title={t.remove(name)} onClick={remove} data-test="holiday-remove">
          <span aria-hidden="true">✕</span>
        </button>
      </div>
      <Openings
        name={name}
        openings={open}
        faults={faultsOf(open)}
        set={(i, opening) => set({ ...day, open: replaced(open, i, opening) })}
        add={() => {
          set({ ...day, open: [...open, proposed(open)] });
          focusSoon(`[data-test="opens-holiday-${at}-${open.length}"]`);
        }}
        remove={(i) => {
          set({ ...day, open: without(open, i) });
          focusSoon(`[data-test="add-hours-holiday-${at}"]`);
        }}
        test={`holiday-${at}`}
      />
    </li>
  );
}
