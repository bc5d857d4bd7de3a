import { byteLength } from '../shared/format';
import { CheckField, TextField } from '../staff/fields';
import { RadioField } from './fields';
import type { Room } from './room';
import { Section } from './section';
import { t } from './strings';
import type { Voice } from './voice';
import { faultOfHouse, languages, lengths, mostHouse, tones } from './voice';

/** Whether and how the model words what customers read. */
export function VoiceOfHouse({ room }: { room: Room }) {
  const draft = room.drafts.voice;
  const voice = draft.value;
  const change = (with_: Partial<Voice>) => draft.set({ ...voice, ...with_ });
  return (
    <Section name="voice" draft={draft} room={room}>
      <fieldset class="group">
        <legend>{t.voice.use}</legend>
        <CheckField label={t.voice.on} value={!voice.off} set={(on) => change({ off: !on })} test="voice-on" />
        <p class="notice said" role="status" data-test="voice-says">
          {voice.off ? t.voice.saysOff : t.voice.saysOn}
        </p>
        <CheckField label={t.voice.wording} hint={t.voice.wordingHint} value={voice.wording} set={(wording) => change({ wording })} test="voice-wording" />
      </fieldset>
      <fieldset class="group">
        <legend>{t.voice.manner}</legend>
        <RadioField legend={t.voice.tone} value={voice.tone} set={(tone) => change({ tone: tone as Voice['tone'] })} options={optionsOf(tones, t.voice.tones)} test="voice-tone" />
        <RadioField
          legend={t.voice.length}
          value={voice.length}
          set={(length) => change({ length: length as Voice['length'] })}
          options={optionsOf(lengths, t.voice.lengths)}
          test="voice-length"
        />
        <RadioField
          legend={t.voice.language}
          value={voice.language}
          set={(language) => change({ language: language as Voice['language'] })}
          options={optionsOf(languages, t.voice.languages)}
          test="voice-language"
        />
        <TextField
          label={t.voice.house}
          hint={`${t.voice.houseHint} ${t.voice.houseCount(byteLength(voice.house), mostHouse)}`}
          fault={faultOfHouse(voice.house)}
          rows={4}
          value={voice.house}
          set={(house) => change({ house })}
          test="voice-house"
        />
      </fieldset>
    </Section>
  );
}

function optionsOf<T extends string>(values: readonly T[], words: Record<T, string>): (readonly [string, string])[] {
  return values.map((value) => [value, words[value]] as const);
}
