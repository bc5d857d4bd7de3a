// What agents see wrong in an article, told to the editors.
import { createContext } from 'preact';
import { useContext, useId, useRef, useState } from 'preact/hooks';
import { sentence } from '../staff/call';
import { Modal } from '../staff/modal';
import { api } from './api';
import { End } from './choices';
import { t } from './labels';

/** An article in which something should be changed, as it was read. */
export interface Fixable {
  article: string;
  revision: number;
  title: string;
}

/** What the console provides. */
interface Fixing {
  /** opens the form for an article */
  suggest: (about: Fixable) => void;
  /** what was sent last */
  sent: Fixable | null;
}

export const SuggestFix = createContext<Fixing>({ suggest: () => undefined, sent: null });

/** Opens the form beside an article. With words it is a button like others, else a sign with a name. */
export function FixButton({ about, worded }: { about: Fixable; worded?: boolean }) {
  const { suggest } = useContext(SuggestFix);
  // A title that was found without its text has no revision to speak of.
  if (about.revision < 1) return null;
  return (
    <button
      type="button"
      class={worded ? undefined : 'quiet fix'}
      title={worded ? undefined : t.fix}
      aria-label={worded ? undefined : t.fixOf(about.title)}
      onClick={() => suggest(about)}
      data-test="suggest-fix"
    >
      {worded ? t.fix : <span aria-hidden="true">✎</span>}
    </button>
  );
}

/** The button in an article that is read, with thanks beside it: what the console says is below the article. */
export function FixHere({ about }: { about: Fixable }) {
  const { sent } = useContext(SuggestFix);
  return (
    <div class="fix-here">
      <FixButton about={about} worded />
      <span class="hint" role="status">
        {sent?.article === about.article && t.fixThanks(about.title)}
      </span>
    </div>
  );
}

/** The words of a suggestion, with an example if there is one. */
export function fixText(text: string, example: string): string {
  const given = example.trim();
  return text.trim() + (given ? `\n\n${t.fixExampleIs(given)}` : '');
}

interface Props {
  about: Fixable;
  /** in which it was noticed, "" if in none */
  conversation: string;
  close: () => void;
  done: () => void;
}

/** Asks what should be changed in an article. */
export function FixDialog({ about, conversation, close, done }: Props) {
  const [text, setText] = useState('');
  const [example, setExample] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const missing = fault !== '' && text.trim() === '';
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (!text.trim()) {
      setFault(t.fixMissing);
      area.current?.focus();
      return;
    }
    setBusy(true);
    setFault('');
    try {
      await api.suggestFix({ article: about.article, revision: about.revision, conversation, text: fixText(text, example) });
      done();
    } catch (refused) {
      setFault(sentence(refused));
      setBusy(false);
    }
  };
  return (
    <Modal title={t.fix} close={t.close} onClose={close} test="fix-dialog">
      <form noValidate onSubmit={(event) => void send(event)}>
        <p class="hint" dir="auto">
          {t.fixIn(about.title, about.revision)}
        </p>
        <label for={`${id}-text`}>{t.fixText}</label>
        <textarea
          id={`${id}-text`}
          ref={area}
          rows={3}
          dir="auto"
          autofocus
          required
          maxLength={2000}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setFault('');
          }}
          aria-invalid={missing ? 'true' : undefined}
          aria-describedby={`${id}-fault`}
          data-test="fix-text"
        />
        <label for={`${id}-example`}>{t.fixExample}</label>
        <textarea
          id={`${id}-example`}
          rows={2}
          dir="auto"
          maxLength={1000}
          value={example}
          onInput={(event) => setExample(event.currentTarget.value)}
          aria-describedby={`${id}-hint`}
          data-test="fix-example"
        />
        <p class="hint" id={`${id}-hint`}>
          {t.fixExampleHint}
        </p>
        <p class="fault" role="alert" id={`${id}-fault`}>
          {fault}
        </p>
        <End cancel={t.cancel} onCancel={close} submit={busy ? t.fixSending : t.fixNow} test="fix-send" />
      </form>
    </Modal>
  );
}
