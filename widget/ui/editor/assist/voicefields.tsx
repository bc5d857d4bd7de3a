import { useId } from 'preact/hooks';
import { TextField } from '../../staff/fields';
import type { Voice } from './assistjson';
import { languages, lengths, tones } from './trying';
import { a } from './words';

interface Props {
  voice: Voice;
  set: (voice: Voice) => void;
  /** of the style of the house */
  fault: string | undefined;
}

/** Tone, length, language and style of the house. */
export function VoiceFields({ voice, set, fault }: Props) {
  return (
    <>
      <div class="voice-choices">
        <Choice label={a.tone} of={tones} names={a.tones} value={voice.tone} set={(tone) => set({ ...voice, tone })} test="voice-tone" />
        <Choice label={a.length} of={lengths} names={a.lengths} value={voice.length} set={(length) => set({ ...voice, length })} test="voice-length" />
        <Choice
          label={a.language}
          of={languages}
          names={a.languages}
          value={voice.language}
          set={(language) => set({ ...voice, language })}
          test="voice-language"
        />
      </div>
      <TextField label={a.house} hint={a.houseHint} fault={fault} rows={2} value={voice.house} set={(house) => set({ ...voice, house })} test="voice-house" />
    </>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  of: readonly T[];
  names: Record<T, string>;
  value: T;
  set: (value: T) => void;
  test: string;
}

function Choice<T extends string>({ label, of, names, value, set, test }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => set(event.currentTarget.value as T)} data-test={test}>
        {of.map((one) => (
          <option key={one} value={one} selected={one === value}>
            {names[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
