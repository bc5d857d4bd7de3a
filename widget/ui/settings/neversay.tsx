import { useState } from 'preact/hooks';
import { Cards } from './cards';
import { CheckField, TextField } from './fields';
import { randomID } from './ids';
import type { NeverSay } from './kinds';
import { replaced, without } from './list';
import type { Room } from './room';
import { focusSoon } from './room';
import { Section } from './section';
import { t } from './strings';
import { Try } from './try';

/** What must not be said, why, and what to say instead. */
export function NeverSayRules({ room }: { room: Room }) {
  const draft = room.drafts.neversay;
  const list = draft.value;
  const [open, setOpen] = useState('');
  const add = () => {
    const rule = { id: randomID(), phrase: '', pattern: false, reason: '', alternative: '', bot: true, agents: true };
    setOpen(rule.id);
    draft.set([...list, rule]);
    focusSoon(`[data-key="${rule.id}"] [data-test="rule-phrase"]`);
  };
  return (
    <Section name="neversay" draft={draft} room={room}>
      {list.length === 0 ? (
        <p class="empty" data-test="empty">
          {t.noRules}
        </p>
      ) : (
        <Try rules={list} />
      )}
      <Cards
        items={list}
        keyOf={(rule) => rule.id}
        nameOf={(rule) => rule.phrase}
        summary={(rule) => (
          <>
            <span class="chip">{t.ruleFor(rule.bot, rule.agents)}</span>
            <bdi class="hint">{rule.reason}</bdi>
          </>
        )}
        body={(rule, at) => <RuleForm rule={rule} set={(next) => draft.set(replaced(list, at, next))} />}
        open={open}
        setOpen={setOpen}
        onRemove={(at) => draft.setWithout(without(list, at), list[at]?.phrase || t.unnamed)}
        test="rule"
      />
      <button type="button" onClick={add} data-test="rule-add">
        {t.addRule}
      </button>
    </Section>
  );
}

function RuleForm({ rule, set }: { rule: NeverSay; set: (rule: NeverSay) => void }) {
  return (
    <>
      <TextField
        label={rule.pattern ? t.patternField : t.phrase}
        hint={rule.pattern ? t.patternHint : t.phraseHint}
        value={rule.phrase}
        set={(phrase) => set({ ...rule, phrase })}
        test="rule-phrase"
      />
      <CheckField label={t.isPattern} value={rule.pattern} set={(pattern) => set({ ...rule, pattern })} test="rule-pattern" />
      <div class="pair">
        <TextField label={t.reason} hint={t.reasonHint} rows={2} value={rule.reason} set={(reason) => set({ ...rule, reason })} test="rule-reason" />
        <TextField
          label={t.alternative}
          rows={2}
          value={rule.alternative}
          set={(alternative) => set({ ...rule, alternative })}
          test="rule-alternative"
        />
      </div>
      <fieldset class="group">
        <legend>{t.holdsFor}</legend>
        <CheckField label={t.theBot} value={rule.bot} set={(bot) => set({ ...rule, bot })} test="rule-bot" />
        <CheckField label={t.theAgents} value={rule.agents} set={(agents) => set({ ...rule, agents })} test="rule-agents" />
        <p class="fault" role="alert">
          {rule.bot || rule.agents ? '' : t.holdsForNobody}
        </p>
      </fieldset>
    </>
  );
}
