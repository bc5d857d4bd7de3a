import { CheckField } from '../staff/fields';
import { unreadable } from './duration';
import { DurationField } from './fields';
import { limits } from './kinds';
import type { Room } from './room';
import { Section } from './section';
import { t } from './strings';

/** How long the desk waits, and whether agents see what customers are typing. */
export function Desk({ room }: { room: Room }) {
  const draft = room.drafts.desk;
  const rules = draft.value;
  return (
    <Section name="desk" draft={draft} room={room}>
      <fieldset class="group">
        <legend>{t.waiting}</legend>
        {limits.map((limit) => (
          <DurationField
            key={limit}
            label={t.limit[limit].label}
            hint={t.limit[limit].hint}
            value={rules[limit]}
            // A time that must be there and is empty is as wrong as one that is no number.
            set={(seconds) => draft.set({ ...rules, [limit]: seconds ?? unreadable })}
            optional={false}
            test={`desk-${limit}`}
          />
        ))}
      </fieldset>
      <fieldset class="group">
        <legend>{t.typing}</legend>
        <CheckField label={t.preview} value={rules.preview} set={(preview) => draft.set({ ...rules, preview })} test="desk-preview" />
        <p class="notice said" role="status" data-test="desk-preview-says">
          {rules.preview ? t.previewSaid(t.previewSentence) : t.previewOff}
        </p>
      </fieldset>
    </Section>
  );
}
