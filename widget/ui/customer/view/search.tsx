// Search with suggestions while typing.
import type { ComponentChildren } from 'preact';
import type { Found } from '../site';
import type { Props } from './desk';
import { Icon } from './icon';
import { Links } from './links';
import { view } from './view';

const pauseMillis = 180;

/** The search field and what it found; its children while nothing is searched for. */
export const Search = view<Props & { children: ComponentChildren }>((redraw, { desk: { call } }) => {
  let asked = '';
  let found: Found | undefined;
  let timer = 0;

  const ask = (question: string) => {
    asked = question;
    found = undefined;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (!wanted()) return;
      const answer = await call<Found>(`/search?q=${encodeURIComponent(asked)}`).catch(
        (): Found => ({ hits: [], state: 'down' }),
      );
      if (asked !== question) return;
      found = answer;
      redraw();
    }, pauseMillis);
    redraw();
  };
  const wanted = () => asked.trim().length > 1;

  return {
    draw({ desk, children }) {
      const { t, chat } = desk;
      const n = found?.hits?.length;
      return (
        <>
          <form role="search" class="search" onSubmit={(event) => event.preventDefault()}>
            <Icon name="search" />
            <input
              type="search"
              value={asked}
              aria-label={t.search}
              placeholder={t.search}
              maxLength={300}
              autocomplete="off"
              dir="auto"
              onInput={(event) => ask(event.currentTarget.value)}
            />
          </form>
          <p role="status" class="muted">
            {found && (n ? t.results(n) : found.state === 'down' ? t.searchDown : t.nothing)}
          </p>
          {wanted() ? (
            <>
              <Links desk={desk} articles={found?.hits} />
              <button class="primary" onClick={() => chat(asked.trim())}>
                {t.askInChat}
              </button>
            </>
          ) : (
            children
          )}
        </>
      );
    },
  };
});
