import { RulesList } from '../staff/ruleslist';
import type { Room } from './room';
import { Section } from './section';

/** What must not be said, why, and what to say instead. */
export function NeverSayRules({ room }: { room: Room }) {
  const draft = room.drafts.neversay;
  return (
    <Section name="neversay" draft={draft} room={room}>
      <RulesList list={draft.value} set={(list) => draft.set(list)} setWithout={(list, what) => draft.setWithout(list, what)} />
    </Section>
  );
}
