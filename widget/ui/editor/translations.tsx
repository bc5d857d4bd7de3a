import { useState } from 'preact/hooks';
import { call, sentence } from '../staff/call';
import type { Article } from '../staff/http';
import { giveOriginal } from './along';
import { Chips } from './chips';
import { Link } from './link';
import { toTranslate } from './original';
import type { Go, Route } from './route';
import { toArticle } from './route';
import { w } from './strings-writing';

interface Props {
  article: Article;
  route: Route;
  go: Go;
}

/** The same article in other languages, and a beginning for one more. */
export function Translations({ article, route, go }: Props) {
  const family = article.translations ?? [];
  const [locale, setLocale] = useState('');
  const [fault, setFault] = useState('');
  const write = async () => {
    const into = locale.trim();
    const taken = [article.revision.locale, ...family.map((other) => other.locale)];
    if (!into) return setFault(w.localeMissing);
    if (taken.some((other) => other.toLowerCase() === into.toLowerCase())) return setFault(w.localeTaken(into));
    setFault('');
    try {
      // What is translated is the original, not a translation of it.
      const { original } = article.revision;
      const of = original ? await call<Article>('GET', `/api/editor/article?${new URLSearchParams({ id: original })}`) : article;
      giveOriginal(of.id, toTranslate(of), into, of.published_revision ?? of.revision);
      go(toArticle(route, ''));
    } catch (refused) {
      setFault(sentence(refused));
    }
  };
  return (
    <div class="stack" data-test="translations">
      {family.length === 0 && <p class="hint">{w.noTranslations}</p>}
      <ul class="family">
        {family.map((other) => (
          <li key={other.id}>
            <span class="chip">{other.locale}</span>
            <Link class="article-link" to={toArticle(route, other.id)} go={go} test="translation">
              <span dir="auto" lang={other.locale}>
                {other.title}
              </span>
            </Link>
            <Chips status={other.status} hasDraft={false} />
            {other.original && <span class="chip">{w.original}</span>}
            {other.behind && (
              <span class="chip high" data-test="translation-behind">
                {w.older}
              </span>
            )}
          </li>
        ))}
      </ul>
      <form
        class="quick"
        onSubmit={(event) => {
          event.preventDefault();
          void write();
        }}
      >
        <label for="translate-into">{w.translateInto}</label>
        <input
          id="translate-into"
          class="short"
          autocomplete="off"
          aria-invalid={fault ? 'true' : undefined}
          aria-describedby="translate-fault"
          value={locale}
          onInput={(event) => setLocale(event.currentTarget.value)}
          data-test="translate-into"
        />
        <button type="submit" data-test="translate">
          {w.translate}
        </button>
      </form>
      <p id="translate-fault" class="fault" role="alert">
        {fault}
      </p>
    </div>
  );
}
