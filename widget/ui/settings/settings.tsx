// The managers' settings: teams and their hours, routes, the desk, and the aids of agents.
import { start } from '../staff/start';
import { App } from './app';
import { t } from './strings';

start({
  path: '/settings',
  words: t,
  here: () => location.pathname + location.hash,
  show: (me) => <App me={me} />,
});
