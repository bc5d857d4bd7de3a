import { useState } from 'preact/hooks';
import { Modal } from '../staff/modal';
import { End } from './choices';
import type { Console } from './console';
import { t } from './labels';
import { tagsIn, tagsOf, views } from './news';

/** The words of a field as tags: lower case, without blanks, each once. */
export function tagsFrom(words: string): string[] {
  return [...new Set(words.toLowerCase().split(/[\s,#]+/).filter(Boolean))];
}

/** Tags that are in use on the desk and in the aids, for completion. */
function known(desk: Console): string[] {
  const aids = [...(desk.shelf.aids?.canned ?? []), ...(desk.shelf.aids?.playbooks ?? [])];
  return [...new Set([...views.flatMap((view) => tagsIn(desk.rows(view))), ...aids.flatMap((aid) => aid.tags ?? [])])].sort();
}

/** The tags of the open conversation, to take off and to add to. */
export function Tags({ desk, conversation, tags }: { desk: Console; conversation: string; tags: string | undefined }) {
  const [words, setWords] = useState('');
  const now = tagsOf(tags === undefined ? {} : { tags });
  const set = (next: string[]) => void desk.acts.run({ type: 'tag', tags: next }, conversation);
  const add = (event: Event) => {
    event.preventDefault();
    const more = tagsFrom(words);
    if (more.length === 0) return;
    set([...new Set([...now, ...more])]);
    setWords('');
  };
  return (
    <section>
      <h2>{t.tags}</h2>
      <ul class="tags" data-test="tags">
        {now.map((tag) => (
          <li key={tag} class="chip">
            {tag}
            <button
              type="button"
              class="quiet tiny"
              aria-label={t.remove(tag)}
              onClick={() => set(now.filter((other) => other !== tag))}
              data-test="tag-remove"
            >
              <span aria-hidden="true">✕</span>
            </button>
          </li>
        ))}
      </ul>
      <form class="inline" onSubmit={add}>
        <input
          aria-label={t.addTag}
          placeholder={t.addTag}
          autocomplete="off"
          list="known-tags"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
          data-test="tag"
        />
        <datalist id="known-tags">
          {known(desk).map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        <button type="submit" data-test="tag-add">
          {t.add}
        </button>
      </form>
    </section>
  );
}

/** Asks for tags to add to many conversations. */
export function TagsDialog({ what, close, done }: { what: string; close: () => void; done: (tags: string[]) => void }) {
  const [words, setWords] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    const tags = tagsFrom(words);
    if (tags.length > 0) done(tags);
  };
  return (
    <Modal title={t.addTag} close={t.close} onClose={close} test="tag-dialog">
      <form onSubmit={submit}>
        <p class="hint">{what}</p>
        <label for="bulk-tags">{t.tags}</label>
        <input id="bulk-tags" required autofocus autocomplete="off" value={words} onInput={(event) => setWords(event.currentTarget.value)} data-test="tag-words" />
        <End cancel={t.cancel} onCancel={close} submit={t.add} test="tag-confirm" />
      </form>
    </Modal>
  );
}
