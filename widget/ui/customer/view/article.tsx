// The place of an article. What draws it is loaded when the panel stands, and again where that failed.
import { Fragment, createElement as h } from 'preact';
import type { ComponentClass } from 'preact';
import type { Lent } from '../later/lent';
import type { Props, Screen } from './desk';
import { Links } from './links';
import { view } from './view';
import { YesNo } from './yesno';

export type ArticleProps = Props & { screen: Extract<Screen, { name: 'article' }> };

/** Loads what draws an article. A further try has another address: a browser remembers what failed. */
export async function loadLater(tries = ''): Promise<ComponentClass<ArticleProps>> {
  const path = '/ui/panel.later.js' + tries; // a variable, so that the bundler leaves it to the browser
  const { default: later } = (await import(path)) as { default: (lent: Lent) => ComponentClass<ArticleProps> };
  return later({ h, Fragment, view, Links, YesNo });
}

/** The screen of one article. */
export const ArticleView = view<ArticleProps>((redraw, { desk: { t } }) => {
  let Loaded: ComponentClass<ArticleProps> | undefined;
  let fault = '';
  let tries = '';
  const load = async () => {
    fault = '';
    redraw();
    Loaded = await loadLater(tries).catch(() => void (fault = t.failed));
    tries += '?';
    redraw();
  };
  return {
    shown: load,
    draw: (props) =>
      Loaded ? (
        <Loaded {...props} />
      ) : (
        <div class="scroll">
          <p role="status">{fault || t.loading}</p>
          {fault && <button onClick={load}>{t.retry}</button>}
        </div>
      ),
  };
});
