// The editor's room: the articles, one article with its preview, its revisions.
import { start } from '../staff/start';
import { App } from './app';
import { t } from './strings';

start({
  path: '/editor',
  words: t,
  here: () => location.pathname + location.search,
  show: (me) => <App me={me} />,
});
