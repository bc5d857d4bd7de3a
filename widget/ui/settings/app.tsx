import { useEffect, useRef, useState } from 'preact/hooks';
import { Bar } from '../staff/bar';
import type { Me } from '../staff/http';
import { modified } from '../staff/keys';
import { CannedReplies } from './canned';
import { CauseTree } from './causes';
import { Desk } from './desk';
import { OpeningHours } from './hourspage';
import { KeepingData } from './keeppage';
import type { Known } from './model';
import { isShown } from './model';
import { Model } from './modelpage';
import { NeverSayRules } from './neversay';
import { Playbooks } from './playbooks';
import type { Drafts, Room } from './room';
import { focusSoon, newDrafts, onServer, useChanges, useModel, usePeople } from './room';
import type { SectionName } from './route';
import { documentOf, ofModel, sectionOf, sections } from './route';
import { Routes } from './routes';
import { StandardsKept } from './standardskept';
import { t } from './strings';
import { Teams } from './teams';
import { VoiceOfHouse } from './voicepage';

/**
 * All sections behind one address. Their documents live here: going from one to another loses nothing that was
 * typed, and leaving the page with something unsaved is asked about.
 */
export function App({ me }: { me: Me }) {
  const [drafts] = useState(() => newDrafts(onServer, me.name));
  const [model, askAgain] = useModel();
  const name = shownSection(useSection(), model);
  const people = usePeople();
  useChanges(drafts);
  const draft = draftOf(drafts, name);
  useEffect(() => {
    void draft?.open();
    // Replies and playbooks name teams.
    if (name === 'canned' || name === 'playbooks') void drafts.desk.open();
  }, [name]);
  useGuard(drafts);
  useSaveKey(() => draft?.dirty && void draft.save());
  const dirty = draft?.dirty ?? false;
  useEffect(() => {
    document.title = `${dirty ? '• ' : ''}${t.section[name]} · ${t.title} · ${t.bar.product}`;
  }, [name, dirty]);

  return (
    <div class="page">
      <Bar
        words={t.bar}
        here="/settings"
        title={t.title}
        name={me.name}
        roles={me.roles}
        leave={() => !anyDirty(drafts) || confirm(t.leaveWhy)}
      />
      <div class="settings">
        <Sections here={name} drafts={drafts} model={isShown(model)} />
        <Shown name={name} room={{ me, people, drafts }} model={model} askAgain={askAgain} />
      </div>
    </div>
  );
}

/** The section to show: without a model there are none about it. */
function shownSection(named: SectionName, { off }: Known): SectionName {
  return off && ofModel.has(named) ? 'teams' : named;
}

interface ShownProps {
  name: SectionName;
  room: Room;
  model: Known;
  askAgain: () => Promise<void>;
}

function Shown({ name, room, model, askAgain }: ShownProps) {
  switch (name) {
    case 'teams':
      return <Teams room={room} />;
    case 'hours':
      return <OpeningHours room={room} />;
    case 'routes':
      return <Routes room={room} />;
    case 'desk':
      return <Desk room={room} />;
    case 'causes':
      return <CauseTree room={room} />;
    case 'canned':
      return <CannedReplies room={room} />;
    case 'playbooks':
      return <Playbooks room={room} />;
    case 'neversay':
      return <NeverSayRules room={room} />;
    case 'kept':
      return <StandardsKept />;
    case 'keep':
      return <KeepingData room={room} />;
    case 'voice':
      return <VoiceOfHouse room={room} />;
    case 'model':
      return <Model known={model} reload={askAgain} />;
  }
}

/** The section that the address names. Coming to another one puts the focus on its title. */
function useSection(): SectionName {
  const [name, setName] = useState(() => sectionOf(location.hash));
  const first = useRef(true);
  useEffect(() => {
    const change = () => setName(sectionOf(location.hash));
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  useEffect(() => {
    if (first.current) first.current = false;
    else {
      scrollTo(0, 0);
      focusSoon('#section-title');
    }
  }, [name]);
  return name;
}

/** The document of a section, if it has one. */
function draftOf(drafts: Drafts, name: SectionName) {
  const document = documentOf(name);
  return document && drafts[document];
}

function anyDirty(drafts: Drafts): boolean {
  return Object.values(drafts).some((draft: { dirty: boolean }) => draft.dirty);
}

/** The browser asks before the page is left with something unsaved. */
function useGuard(drafts: Drafts): void {
  useEffect(() => {
    const unload = (event: BeforeUnloadEvent) => {
      if (anyDirty(drafts)) event.preventDefault();
    };
    addEventListener('beforeunload', unload);
    return () => removeEventListener('beforeunload', unload);
  }, [drafts]);
}

/** Ctrl+S or Cmd+S saves, instead of the browser saving the page. */
function useSaveKey(save: () => void): void {
  const newest = useRef(save);
  newest.current = save;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!modified(event) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      newest.current();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

function Sections({ here, drafts, model }: { here: SectionName; drafts: Drafts; model: boolean }) {
  const nav = useRef<HTMLElement>(null);
  // On phones they stand in one line, which may begin or end out of sight.
  useEffect(() => nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [here, model]);
  return (
    <nav class="sections" aria-label={t.sections} ref={nav}>
      <ul>
        {sections.filter((name) => model || !ofModel.has(name)).map((name) => (
          <li key={name}>
            <a href={`#${name}`} aria-current={name === here ? 'page' : undefined} data-test={`go-${name}`}>
              {t.section[name]}
              {draftOf(drafts, name)?.dirty && (
                <span class="unsaved" data-test={`unsaved-${name}`}>
                  <span aria-hidden="true">•</span>
                  <span class="gone"> {t.unsavedMark}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
