import { useId } from 'preact/hooks';
import { clockOf, stripesOf } from './hours';
import type { Opening } from './kinds';
import { t } from './strings';

interface Props {
  /** the day */
  name: string;
  openings: readonly Opening[];
  /** what is wrong with each */
  faults: readonly string[];
  set: (at: number, opening: Opening) => void;
  add: () => void;
  remove: (at: number) => void;
  /** of the day, for tests and the focus */
  test: string;
}

/** The openings of one day, with a picture of them. */
export function Openings({ name, openings, faults, set, add, remove, test }: Props) {
  const id = useId();
  return (
    <fieldset class="open-day" data-test={`day-${test}`}>
      <legend>{name}</legend>
      <div class="openings">
        {openings.length === 0 && <span class="hint">{t.closed}</span>}
        {openings.map((opening, at) => {
          const fault = faults[at] ?? '';
          const time = (end: 'from' | 'to') => (
            <input
              type="text"
              class="clock"
              inputmode="numeric"
              autocomplete="off"
              dir="ltr"
              aria-label={(end === 'from' ? t.opensOn : t.closesOn)(name, at + 1)}
              aria-invalid={fault ? 'true' : undefined}
              aria-describedby={`${id}-${at}`}
              value={opening[end]}
              data-test={`${end === 'from' ? 'opens' : 'closes'}-${test}-${at}`}
              onInput={(event) => set(at, { ...opening, [end]: event.currentTarget.value })}
              onChange={(event) => set(at, { ...opening, [end]: clockOf(event.currentTarget.value) })}
            />
          );
          return (
            <div class="opening" key={at} data-test={`span-${test}`}>
              {time('from')}
              <span aria-hidden="true">–</span>
              {time('to')}
              <button
                type="button"
                class="quiet square"
                aria-label={t.removeHours(name, at + 1)}
                title={t.removeHours(name, at + 1)}
                onClick={() => remove(at)}
                data-test={`remove-hours-${test}-${at}`}
              >
                <span aria-hidden="true">✕</span>
              </button>
              <p id={`${id}-${at}`} class="fault" role="alert">
                {fault}
              </p>
            </div>
          );
        })}
        <button type="button" class="quiet" aria-label={t.addHoursTo(name)} onClick={add} data-test={`add-hours-${test}`}>
          + {t.addHours}
        </button>
      </div>
      <div class="stripes" aria-hidden="true" dir="ltr">
        {stripesOf(openings).map(({ start, length }) => (
          <span key={start} style={{ insetInlineStart: `${start}%`, inlineSize: `${length}%` }} />
        ))}
      </div>
    </fieldset>
  );
}
