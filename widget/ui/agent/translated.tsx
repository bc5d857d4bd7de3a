import { useMemo, useState } from 'preact/hooks';
import type { Event } from '../shared/wire';
import type { Translation } from './api';
import type { Standing } from './asks';
import { foreign } from './assist';
import { m } from './assistwords';
import type { Console } from './console';
import type { Thread } from './thread';
import { primary } from './tongue';

/** The translations of a conversation's messages. A new one whenever something about them changed. */
export interface Translating {
  /** whether a translation of the message makes sense */
  offers: (event: Event) => boolean;
  of: (event: Event) => Standing<Translation> | undefined;
  ask: (event: Event) => void;
  stop: (event: Event) => void;
}

/** The translations of the thread, undefined without a language model. */
export function useTranslating({ assist }: Console, thread: Thread): Translating | undefined {
  const { id, events, state } = thread;
  const theirs = useMemo(() => assist?.theirs({ events, state }) ?? '', [assist, events, state?.locale]);
  return useMemo(
    () =>
      assist
        ? {
            offers: (event) => foreign(event, assist.mine, theirs),
            of: ({ seq }) => assist.translation(id, seq),
            ask: ({ seq }) => assist.translate(id, seq),
            stop: ({ seq }) => assist.dropTranslation(id, seq),
          }
        : undefined,
    [assist, id, theirs, assist?.translations.version],
  );
}

interface Props {
  event: Event;
  /** who wrote it */
  name: string;
  translating: Translating;
}

/** A customer's message in the agent's language, below what they wrote; on request. */
export function Translated({ event, name, translating }: Props) {
  const [hidden, setHidden] = useState(false);
  const standing = translating.of(event);
  const here = standing?.is === 'here' ? standing.value : null;
  const asking = standing?.is === 'asking';
  // One button in one place, so that the focus stays on it.
  const press = () => {
    if (here) setHidden(!hidden);
    else if (asking) translating.stop(event);
    else translating.ask(event);
  };
  const does = here ? (hidden ? m.show : m.hide) : asking ? m.stop : m.translate;
  return (
    <div class="translated" aria-busy={asking} data-test="translated">
      <p class="hint">
        <span role="status">
          {asking && m.asking}
          {standing?.is === 'failed' && standing.why}
          {here && !hidden && m.translation(primary(here.from))}
        </span>{' '}
        <button type="button" class="link" aria-expanded={here ? !hidden : undefined} aria-label={here || asking ? undefined : m.translateOf(name)} onClick={press} data-test="translate-message">
          {does}
        </button>
      </p>
      {here && !hidden && (
        <p class="drafted-text" dir="auto" lang={here.to || undefined} data-test="translation">
          {here.text}
        </p>
      )}
    </div>
  );
}

/** What the agent wrote, under the translation that the customer reads. */
export function WrittenAs({ words }: { words: string }) {
  return (
    <details class="written-as" data-test="written-as">
      <summary class="hint">{m.writtenAs}</summary>
      <p dir="auto">{words}</p>
    </details>
  );
}
