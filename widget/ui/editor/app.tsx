import { useEffect, useRef, useState } from 'preact/hooks';
import { Bar } from '../staff/bar';
import type { Me } from '../staff/http';
import { Modal } from '../staff/modal';
import { ArticlePage } from './articlepage';
import { useToDo } from './care/todo';
import { Gaps } from './gaps';
import { Later } from './later';
import { List } from './list';
import { Nav } from './nav';
import type { Go, Route } from './route';
import { address, home, isList, parse, sameForm } from './route';
import { t } from './strings';

// Pages that few go to are loaded when somebody goes there.
const checkPages = () => import('./check/pages');
const carePages = () => import('./care/pages');
const assistPages = () => import('./assist/pages');

/** The whole room. It owns the address, and guards what is not saved. */
export function App({ me }: { me: Me }) {
  const model = me.model === true;
  const placed = () => {
    const to = parse(location.search);
    return to.place === 'voice' && !model ? home : to;
  };
  const [route, setRoute] = useState(placed);
  // Rises with every visit, but not when a new article gets its id: the form stays as it is then.
  const [visit, setVisit] = useState(0);
  const [leaving, setLeaving] = useState<Route | null>(null);
  const todo = useToDo(visit);
  const dirty = useRef(false);
  const here = useRef(route);
  here.current = route;

  const arrive = (to: Route) => {
    dirty.current = false;
    setVisit((n) => n + 1);
    setRoute(to);
  };
  const go: Go = (to, replace = false) => {
    if (!replace && !sameForm(to, here.current) && dirty.current) {
      setLeaving(to);
      return;
    }
    if (replace) history.replaceState(null, '', address(to));
    else history.pushState(null, '', address(to));
    if (replace) setRoute(to);
    else arrive(to);
  };

  useEffect(() => {
    const back = () => {
      const to = placed();
      if (!dirty.current) {
        arrive(to);
        return;
      }
      // The address has changed already: put it back and ask.
      history.pushState(null, '', address(here.current));
      setLeaving(to);
    };
    const unload = (event: BeforeUnloadEvent) => {
      if (dirty.current) event.preventDefault();
    };
    addEventListener('popstate', back);
    addEventListener('beforeunload', unload);
    return () => {
      removeEventListener('popstate', back);
      removeEventListener('beforeunload', unload);
    };
  }, []);

  const drop = () => {
    if (!leaving) return;
    dirty.current = false;
    setLeaving(null);
    go(leaving);
  };

  const leaveWhy = route.place ? t.leavePage : t.leaveWhy;
  const setDirty = (is: boolean) => (dirty.current = is);
  return (
    <div class="page">
      <Bar
        words={t.bar}
        here="/editor"
        title={t.title}
        name={me.name}
        roles={me.roles}
        leave={() => !dirty.current || confirm(leaveWhy)}
      />
      <Nav route={route} go={go} todo={todo} model={model} />
      {route.gaps ? (
        <Gaps route={route} place={route.gaps} go={go} arrived={visit > 0} model={model} />
      ) : route.place === 'care' ? (
        <Later key="care" load={carePages} show={({ CarePage }) => <CarePage me={me} route={route} go={go} arrived={visit > 0} todo={todo} />} />
      ) : route.place === 'import' ? (
        <Later key="import" load={carePages} show={({ ImportPage }) => <ImportPage me={me} go={go} arrived={visit > 0} />} />
      ) : route.place === 'voice' ? (
        <Later key="voice" load={assistPages} show={({ VoicePage }) => <VoicePage me={me} arrived={visit > 0} />} />
      ) : route.place ? (
        <Later key="check" load={checkPages} show={({ CheckPages }) => <CheckPages me={me} route={route} go={go} arrived={visit > 0} setDirty={setDirty} />} />
      ) : isList(route) ? (
        <List route={route} go={go} />
      ) : (
        <ArticlePage key={visit} route={route} go={go} model={model} setDirty={(is) => (dirty.current = is)} />
      )}
      {leaving && (
        <Modal title={route.place ? t.leavePageTitle : t.leaveTitle} close={t.close} onClose={() => setLeaving(null)} test="leave-dialog">
          <p>{leaveWhy}</p>
          <div class="sheet-end">
            <button type="button" onClick={drop} data-test="leave-drop">
              {t.leaveDrop}
            </button>
            <button type="button" class="main" autofocus onClick={() => setLeaving(null)} data-test="leave-stay">
              {t.leaveStay}
            </button>
          </div>
        </Modal>
      )}
    </div>
  );
}
