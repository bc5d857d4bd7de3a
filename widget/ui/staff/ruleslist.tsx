import { useState } from 'preact/hooks';
import { Cards } from './cards';
import { cardWords } from './cardwords';
import { CheckField, TextField } from './fields';
import { randomID } from './ids';
import { replaced, without } from './list';
import type { NeverSay } from './neversay';
import { r } from './rulewords';
import { Try } from './try';

interface Props {
  list: readonly NeverSay[];
  set: (list: NeverSay[]) => void;
  /** takes a list without a rule, whose name is told */
  setWithout: (list: NeverSay[], what: string) => void;
}

/** What must not be said, why, and what to say instead: a card for each rule, and a box to try them. */
export function RulesList({ list, set, setWithout }: Props) {
  const [open, setOpen] = useState('');
  const add = () => {
    const rule = { id: randomID(), phrase: '', pattern: false, reason: '', alternative: '', bot: true, agents: true };
    setOpen(rule.id);
    set([...list, rule]);
    setTimeout(() => document.querySelector<HTMLElement>(`[data-key="${rule.id}"] [data-test="rule-phrase"]`)?.focus());
  };
  return (
    <>
      {list.length === 0 ? (
        <p class="empty" data-test="empty">
          {r.noRules}
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
            <span class="chip">{r.ruleFor(rule.bot, rule.agents)}</span>
            <bdi class="hint">{rule.reason}</bdi>
          </>
        )}
        body={(rule, at) => <RuleForm rule={rule} set={(next) => set(replaced(list, at, next))} />}
        open={open}
        setOpen={setOpen}
        onRemove={(at) => setWithout(without(list, at), list[at]?.phrase || cardWords.unnamed)}
        test="rule"
      />
      <button type="button" onClick={add} data-test="rule-add">
        {r.addRule}
      </button>
    </>
  );
}

function RuleForm({ rule, set }: { rule: NeverSay; set: (rule: NeverSay) => void }) {
  return (
    <>
      <TextField
        label={rule.pattern ? r.patternField : r.phrase}
        hint={rule.pattern ? r.patternHint : r.phraseHint}
        value={rule.phrase}
        set={(phrase) => set({ ...rule, phrase })}
        test="rule-phrase"
      />
      <CheckField label={r.isPattern} value={rule.pattern} set={(pattern) => set({ ...rule, pattern })} test="rule-pattern" />
      <div class="pair">
        <TextField label={r.reason} hint={r.reasonHint} rows={2} value={rule.reason} set={(reason) => set({ ...rule, reason })} test="rule-reason" />
        <TextField
          label={r.alternative}
          rows={2}
          value={rule.alternative}
          set={(alternative) => set({ ...rule, alternative })}
          test="rule-alternative"
        />
      </div>
      <fieldset class="group">
        <legend>{r.holdsFor}</legend>
        <CheckField label={r.theBot} value={rule.bot} set={(bot) => set({ ...rule, bot })} test="rule-bot" />
        <CheckField label={r.theAgents} value={rule.agents} set={(agents) => set({ ...rule, agents })} test="rule-agents" />
        <p class="fault" role="alert">
          {rule.bot || rule.agents ? '' : r.holdsForNobody}
        </p>
      </fieldset>
    </>
  );
}
