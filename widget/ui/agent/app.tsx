import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { Bar } from '../staff/bar';
import type { Me } from '../staff/http';
import { inBrowser } from '../staff/remembered';
import type { Reference } from './article';
import { ArticleDrawer } from './article';
import { Banner } from './banner';
import type { Command, Overlay } from './commands';
import { commandsOf, onKey } from './commands';
import { Console } from './console';
import type { Fixable } from './fix';
import { FixDialog, SuggestFix } from './fix';
import { Help } from './help';
import { t as labels } from './labels';
import { List } from './list';
import { Notices } from './notices';
import { AboutConversation } from './overlays';
import { Palette } from './palette';
import { Side } from './side';
import { t } from './strings';
import { ThreadPane } from './threadpane';

const none: Overlay = { name: 'none' };
const kept = inBrowser('frontdesk.keys.');

/** The whole console. */
export function App({ me, signIn }: { me: Me; signIn: () => void }) {
  const [, redraw] = useReducer<number, void>((n) => n + 1, 0);
  const desk = useMemo(() => new Console(me, () => redraw(), signIn), []);
  const [overlay, setOverlay] = useState<Overlay>(none);
  const [keys, setKeys] = useState(kept.get('single') !== 'off');
  const [side, setSide] = useState(false);
  const [playbook, setPlaybook] = useState('');
  const [fixing, setFixing] = useState<Fixable | null>(null);
  const [fixed, setFixed] = useState<Fixable | null>(null);
  useEffect(() => desk.start(), []);

  const switchKeys = () => {
    kept.set('single', keys ? 'off' : 'on');
    setKeys(!keys);
  };
  const switchSound = () => {
    desk.alerts.chime.muted = !desk.alerts.chime.muted;
    desk.alerts.chime.play();
    redraw();
  };
  const commands = commandsOf(desk, { open: setOverlay, switchKeys, switchSound });
  useKeys(commands, keys);
  const close = () => setOverlay(none);
  const read = useCallback((reference: Reference) => setOverlay({ name: 'article', reference }), []);
  const openPlaybook = (id: string) => {
    setPlaybook(id);
    setSide(true);
  };

  const suggest = (about: Fixable) => {
    setFixed(null);
    setFixing(about);
  };
  const thank = (about: Fixable) => {
    setFixing(null);
    setFixed(about);
    desk.alerts.tell(labels.fixThanks(about.title), false);
  };

  return (
    <SuggestFix.Provider value={{ suggest, sent: fixed }}>
      <div class="page desk" data-pane={desk.selected ? 'thread' : 'list'} data-side={side ? 'open' : 'closed'}>
        <Bar words={t.bar} here="/agent" title={t.title} name={me.name} roles={me.roles} lead={<Presence desk={desk} />}>
          {desk.desk.known && <span class="agents">{t.agents(desk.desk.agents)}</span>}
          <button type="button" class="quiet" onClick={switchSound} data-test="sound">
            {desk.alerts.chime.muted ? t.soundOff : t.soundOn}
          </button>
          <button type="button" class="quiet wide-only" onClick={() => setOverlay({ name: 'palette' })} data-test="commands">
            {t.commands}
          </button>
          <button type="button" class="quiet wide-only" onClick={() => setOverlay({ name: 'help' })} data-test="help">
            {t.help}
          </button>
        </Bar>
        <Banner desk={desk} />
        <main class="columns">
          <List desk={desk} />
          <ThreadPane desk={desk} read={read} open={setOverlay} side={side} setSide={setSide} />
          <Side
            desk={desk}
            read={read}
            open={setOverlay}
            playbook={playbook}
            setPlaybook={setPlaybook}
            help={() => setOverlay({ name: 'help' })}
            close={() => setSide(false)}
          />
        </main>
        <Notices desk={desk} />
        {overlay.name === 'palette' && <Palette commands={commands} close={close} />}
        {overlay.name === 'help' && <Help keys={keys} switchKeys={switchKeys} close={close} />}
        {overlay.name === 'article' && <ArticleDrawer reference={overlay.reference} close={close} read={read} />}
        {overlay.name !== 'none' && overlay.name !== 'palette' && overlay.name !== 'help' && overlay.name !== 'article' && desk.selected && (
          <AboutConversation name={overlay.name} desk={desk} conversation={desk.selected} close={close} openPlaybook={openPlaybook} />
        )}
        {fixing && <FixDialog about={fixing} conversation={desk.selected ?? ''} close={() => setFixing(null)} done={() => thank(fixing)} />}
      </div>
    </SuggestFix.Provider>
  );
}

/** Says to the desk whether this agent is here. */
function Presence({ desk }: { desk: Console }) {
  const here = desk.desk.status !== 'away';
  const reached = here && !desk.link.away;
  return (
    <button
      type="button"
      class="quiet presence"
      role="switch"
      aria-checked={here}
      aria-label={labels.myStatus}
      title={labels.myStatusHint}
      onClick={() => void desk.setStatus(here ? 'away' : 'online')}
      data-test="status"
    >
      <span class={`lamp ${reached ? 'online' : 'away'}`} aria-hidden="true" />
      {here && !reached ? labels.notConnected : here ? labels.online : labels.away}
    </button>
  );
}

/** Listens for keys on the whole page, always with the newest commands. */
function useKeys(commands: Command[], single: boolean): void {
  const newest = useRef({ commands, single });
  newest.current = { commands, single };
  useEffect(() => {
    const press = (event: KeyboardEvent) => onKey(event, newest.current.commands, newest.current.single);
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
