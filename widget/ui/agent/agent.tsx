// The agent console: who wants a person, their conversation, and what is known about them.
import { start } from '../staff/start';
import { App } from './app';
import { t } from './strings';

start({
  path: '/agent',
  words: t,
  here: () => '/agent' + location.hash,
  show: (me, signIn) => <App me={me} signIn={signIn} />,
});
