import { modifierName } from '../staff/keys';
import { Modal } from '../staff/modal';
import { t } from './strings';

interface Props {
  keys: boolean;
  switchKeys: () => void;
  close: () => void;
}

const always: [string, string][] = [
  ['J', t.keyNext],
  ['K', t.keyPrevious],
  ['Enter', t.keyOpen],
  ['A', t.command.accept],
  ['R', t.command.reply],
  ['N', t.command.note],
  ['E', t.command.resolve],
  ['T', t.command.transfer],
  ['S', t.command.snooze],
  ['P', t.keyPromise],
  ['H', t.command.handback],
  ['/', t.command.search],
  ['?', t.command.help],
  ['Esc', t.keyEscape],
];

/** All keys, and the switch that turns the single ones off. */
export function Help({ keys, switchKeys, close }: Props) {
  return (
    <Modal title={t.helpTitle} close={t.close} onClose={close} test="help-dialog">
      <label class="check">
        <input type="checkbox" checked={keys} onChange={switchKeys} data-test="single-keys" /> {t.singleKeys}
      </label>
      <p class="hint">{t.singleHint}</p>
      <dl class="keys">
        <Key keys={`${modifierName()} Enter`} does={t.keySend} />
        <Key keys={`${modifierName()} K`} does={t.keyPalette} />
        <Key keys="/" does={t.keyCanned} />
        <Key keys="@" does={t.keyMention} />
        {always.map(([key, does]) => (
          <Key key={key} keys={key} does={does} />
        ))}
      </dl>
    </Modal>
  );
}

export function Key({ keys, does }: { keys: string; does: string }) {
  return (
    <div>
      <dt>
        <kbd>{keys}</kbd>
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
