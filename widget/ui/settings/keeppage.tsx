import { useId, useState } from 'preact/hooks';
import { Beneath, TextField } from '../staff/fields';
import type { Days, Keep, KeepKind, SiteDays } from './keep';
import { daysOf, faultOfDays, faultOfSite, forEver, keepKinds, whatGoes } from './keep';
import { t } from './keepwords';
import type { Room } from './room';
import { focusSoon } from './room';
import { Section } from './section';

/** For how long what customers leave behind is kept. */
export function KeepingData({ room }: { room: Room }) {
  const draft = room.drafts.keep;
  const { all, sites } = draft.value;
  const change = (with_: Partial<Keep>) => draft.set({ ...draft.value, ...with_ });
  const put = (at: number, rules: SiteDays) => change({ sites: sites.map((old, i) => (i === at ? rules : old)) });
  const add = () => {
    change({ sites: [...sites, { site: '', days: forEver }] });
    focusSoon(`[data-test="keep-site-${sites.length}"]`);
  };
  const remove = (at: number) => {
    change({ sites: sites.filter((_, i) => i !== at) });
    focusSoon('[data-test="keep-add-site"]');
  };
  return (
    <Section name="keep" draft={draft} room={room}>
      <p class="hint intro">{t.owed}</p>
      <p class="hint intro">{t.erase}</p>
      <fieldset class="group" data-test="keep-all">
        <legend>{t.allSites}</legend>
        <DaysFields days={all} set={(days) => change({ all: days })} test="keep" />
      </fieldset>
      {sites.map((rules, i) => (
        <fieldset class="group" key={i} data-test={`keep-rules-${i}`}>
          <legend dir="auto">{t.ofSite(rules.site)}</legend>
          <p class="hint">{t.siteHint}</p>
          <TextField
            label={t.site}
            hint={t.siteNameHint}
            fault={rules.site === '' ? '' : faultOfSite(sites, i)}
            value={rules.site}
            set={(site) => put(i, { ...rules, site })}
            test={`keep-site-${i}`}
          />
          <DaysFields days={rules.days} set={(days) => put(i, { ...rules, days })} test={`keep-${i}`} />
          <button type="button" class="quiet" onClick={() => remove(i)} data-test={`keep-remove-${i}`}>
            {t.removeSite(rules.site)}
          </button>
        </fieldset>
      ))}
      <p>
        <button type="button" onClick={add} data-test="keep-add-site">
          {t.addSite}
        </button>
      </p>
    </Section>
  );
}

/** The days of every kind, and in words what goes by itself under them. */
function DaysFields({ days, set, test }: { days: Days; set: (days: Days) => void; test: string }) {
  const goes = whatGoes(days);
  return (
    <>
      {keepKinds.map((kind) => (
        <DaysField key={kind} kind={kind} days={days} set={(n) => set({ ...days, [kind]: n })} test={`${test}-${kind}`} />
      ))}
      <div class="notice said" role="status" data-test={`${test}-says`}>
        {goes.length === 0 ? (
          t.nothing
        ) : (
          <>
            {t.once}
            <ul>
              {goes.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  );
}

interface DaysFieldProps {
  kind: KeepKind;
  days: Days;
  set: (days: number) => void;
  test: string;
}

/** A number of days; left empty it is for ever. */
function DaysField({ kind, days, set, test }: DaysFieldProps) {
  const id = useId();
  const value = days[kind];
  const [kept, setKept] = useState('');
  const shown = daysOf(kept) === value ? kept : value > 0 ? `${value}` : '';
  return (
    <div class="field days">
      <label for={id}>{t.kind[kind]}</label>
      <div>
        <input
          id={id}
          type="text"
          inputmode="numeric"
          autocomplete="off"
          value={shown}
          placeholder={t.forEver}
          aria-invalid={faultOfDays(days, kind) ? 'true' : undefined}
          aria-describedby={`${id}-unit ${id}-fault ${id}-hint`}
          data-test={test}
          onInput={(event) => {
            setKept(event.currentTarget.value);
            set(daysOf(event.currentTarget.value));
          }}
        />
        <span id={`${id}-unit`}>{t.unit}</span>
      </div>
      <Beneath id={id} hint={t.hint[kind]} fault={faultOfDays(days, kind)} />
    </div>
  );
}
