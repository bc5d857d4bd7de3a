// A list of articles to open.
import type { Choice } from '../../shared/wire';
import type { Props } from './desk';
import { Icon } from './icon';

interface LinksProps extends Props {
  title?: string;
  articles: (Choice & { snippet?: string })[] | null | undefined;
}

/** Articles by their titles, each a button that opens it in the panel; nothing if there are none. */
export function Links({ desk, title, articles }: LinksProps) {
  if (!articles?.length) return null;
  return (
    <section>
      {title && <h2>{title}</h2>}
      <ul class="links">
        {articles.map(({ article, title: name, snippet }) => (
          <li key={article}>
            <button onClick={() => desk.go({ name: 'article', id: article })}>
              <span dir="auto">
                {name}
                {snippet && <small>{snippet}</small>}
              </span>
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
