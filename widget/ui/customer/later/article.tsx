// One article: its body, whether it was helpful, where to go on.
import type { ComponentClass } from 'preact';
import { dateOf } from '../../shared/format';
import { renderNodes } from '../../shared/nodes';
import type { Article } from '../site';
import type { ArticleProps } from '../view/article';
import type { Props } from '../view/desk';
import type { Live } from '../view/view';
import { lent } from './lent';

type OfArticle = Props & { article: Article };

/** Returns the screen of an article, with the cited blocks highlighted if it was opened from a citation. */
export function articleView(): ComponentClass<ArticleProps> {
  const Helpful = lent.view(helpful);
  return lent.view((redraw, { desk: { call, t }, screen: { id, revision, cited } }) => {
    let article: Article | undefined;
    let fault = '';
    const root: { current: HTMLDivElement | null } = { current: null };

    const load = async () => {
      fault = '';
      try {
        article = await call<Article>(`/article?id=${encodeURIComponent(id)}${revision ? `&revision=${revision}` : ''}`);
      } catch (status) {
        fault = status === 404 ? t.gone : t.failed;
      }
      redraw();
      root.current?.querySelector('h1')?.focus({ preventScroll: true });
      root.current?.querySelector('.cited')?.scrollIntoView({ block: 'center' });
    };

    return {
      shown: load,
      draw: ({ desk }) => (
        <div class="scroll" tabIndex={0} role="region" aria-label={article?.title ?? t.loading} ref={root}>
          {fault && (
            <div role="alert">
              <h1 tabIndex={-1}>{fault}</h1>
              <button onClick={load}>{t.retry}</button>
            </div>
          )}
          {!article && !fault && <p role="status">{t.loading}</p>}
          {article && (
            <>
              <article dir="auto">
                <h1 tabIndex={-1}>{article.title}</h1>
                <p class="muted">{t.updated(dateOf(article.updated, desk.locale, Date.now()))}</p>
                <div class="prose">
                  {renderNodes(article.body, { cited, onArticle: (target) => desk.go({ name: 'article', id: target }) })}
                </div>
              </article>
              <Helpful desk={desk} article={article} />
              <lent.Links desk={desk} title={t.related} articles={article.related} />
              <StillNeed desk={desk} article={article} />
            </>
          )}
        </div>
      ),
    };
  });
}

function StillNeed({ desk: { t, chat }, article }: OfArticle) {
  return (
    <section class="card">
      <h2>{t.stillNeed}</h2>
      <button class="primary" onClick={() => chat(t.about(article.title))}>
        {t.askAbout}
      </button>
    </section>
  );
}

function helpful(redraw: () => void): Live<OfArticle> {
  let said = '';
  return {
    draw({ desk: { call, t }, article: { article, revision } }) {
      const say = async (yes: boolean) => {
        said = await call('/article/helpful', { article, revision, helpful: yes }).then(
          () => t.thanks,
          () => t.failed,
        );
        redraw();
      };
      return (
        <section>
          {said !== t.thanks && <lent.YesNo t={t} question={t.helpful} say={say} />}
          <p role="status">{said}</p>
        </section>
      );
    },
  };
}
