import { useState } from 'preact/hooks';
import { Cards } from '../staff/cards';
import { CheckField, TextField } from '../staff/fields';
import { slug, unique } from '../staff/ids';
import { moved, replaced, without } from '../staff/list';
import { inWords as timeInWords } from './duration';
import { DurationField, RadioField } from './fields';
import { inWords as hoursInWords } from './hours';
import type { DeskRules, Standard, Team } from './kinds';
import { measures, priorities } from './kinds';
import { Members } from './members';
import type { Room } from './room';
import { focusSoon } from './room';
import { Section } from './section';
import { t } from './strings';

/** A team to begin with. */
export function newTeam(taken: ReadonlySet<string>): Team {
  return {
    id: unique('team', taken),
    title: '',
    hours: { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, week: [], days: [] },
    standards: {},
    show: false,
    auto: false,
    members: [],
  };
}

/** Changes a team. Routes that lead to it, and to no other of that name, go along with its id. */
export function withTeam(rules: DeskRules, at: number, team: Team): DeskRules {
  const old = rules.teams[at]?.id ?? '';
  const follow = old !== team.id && !rules.teams.some((other, i) => i !== at && other.id === old);
  const routes = follow ? rules.routes.map((route) => (route.team === old ? { ...route, team: team.id } : route)) : rules.routes;
  return { ...rules, routes, teams: replaced(rules.teams, at, team) };
}

/** The teams: who is in them, how fast they answer, what customers are told. */
export function Teams({ room }: { room: Room }) {
  const draft = room.drafts.desk;
  const rules = draft.value;
  const [open, setOpen] = useState('');
  const add = () => {
    draft.set({ ...rules, teams: [...rules.teams, newTeam(new Set(rules.teams.map(({ id }) => id)))] });
    setOpen(String(rules.teams.length));
    focusSoon('[data-test="team"]:last-child [data-test="team-title"]');
  };
  return (
    <Section name="teams" draft={draft} room={room}>
      <Cards
        items={rules.teams}
        keyOf={(_, at) => String(at)}
        nameOf={(team) => team.title || t.newTeam}
        summary={(team, at) => <Summary team={team} first={at === 0} />}
        body={(team, at) => (
          <TeamForm
            team={team}
            room={room}
            rules={rules}
            saved={draft.saved.teams.some(({ id }) => id === team.id)}
            set={(next) => draft.set(withTeam(rules, at, next))}
          />
        )}
        open={open}
        setOpen={setOpen}
        onMove={(at, by) => {
          draft.set({ ...rules, teams: moved(rules.teams, at, by) });
          setOpen('');
        }}
        onRemove={(at) => {
          draft.setWithout({ ...rules, teams: without(rules.teams, at) }, t.teamNamed(rules.teams[at]?.title || t.newTeam));
          setOpen('');
        }}
        test="team"
      />
      <button type="button" onClick={add} data-test="team-add">
        {t.addTeam}
      </button>
    </Section>
  );
}

function Summary({ team, first }: { team: Team; first: boolean }) {
  return (
    <>
      {first && <span class="chip">{t.takesRest}</span>}
      <span class="hint">
        {t.membersCount(team.members.length)} · {hoursInWords(team.hours)}
      </span>
    </>
  );
}

interface FormProps {
  team: Team;
  rules: DeskRules;
  room: Room;
  /** the server has a team of that name */
  saved: boolean;
  set: (team: Team) => void;
}

function TeamForm({ team, rules, room, saved, set }: FormProps) {
  const others = new Set(rules.teams.filter((other) => other !== team).map(({ id }) => id));
  const twice = others.has(team.id);
  // Only a new team may change its name; one that happens to be typed like another's is still being typed.
  const fresh = !saved || twice;
  const rename = (title: string) => {
    // The name in the system follows the title as long as nobody wrote another.
    const follows = fresh && (team.id === unique(slug(team.title) || 'team', others));
    set({ ...team, title, ...(follows ? { id: unique(slug(title) || 'team', others) } : {}) });
  };
  const leading = rules.routes.filter((route) => route.team === team.id).length;
  return (
    <>
      <div class="pair">
        <TextField label={t.titleField} hint={t.teamTitle} fault={team.title.trim() ? '' : t.titleMissing} value={team.title} set={rename} test="team-title" />
        {fresh ? (
          <TextField label={t.teamID} hint={t.teamIDNew} fault={twice ? t.teamIDTwice : ''} value={team.id} set={(id) => set({ ...team, id })} test="team-id" />
        ) : (
          <div class="field">
            <p class="label">{t.teamID}</p>
            <p data-test="team-id">
              <code>{team.id}</code>
            </p>
            <p class="hint">{t.teamIDKept}</p>
          </div>
        )}
      </div>
      {leading > 0 && <p class="hint">{t.routesLead(leading)}</p>}
      <Members members={team.members} people={room.people} set={(members) => set({ ...team, members })} />
      <RadioField
        legend={t.giving}
        value={team.auto ? 'auto' : 'claim'}
        set={(how) => set({ ...team, auto: how === 'auto' })}
        options={[
          ['auto', t.givenByDesk],
          ['claim', t.givenByClaim],
        ]}
        test="team-giving"
      />
      <Standards team={team} set={set} />
      <p class="hint">
        {t.section.hours}: <a href="#hours">{hoursInWords(team.hours)}</a>
      </p>
    </>
  );
}

function Standards({ team, set }: { team: Team; set: (team: Team) => void }) {
  const change = (priority: keyof typeof team.standards, standard: Standard) =>
    set({ ...team, standards: { ...team.standards, [priority]: standard } });
  return (
    <fieldset class="group">
      <legend>{t.standards}</legend>
      <p class="hint">{t.standardsHint}</p>
      {priorities.map((priority) => (
        <fieldset class="standards" key={priority}>
          <legend>{t.priority[priority]}</legend>
          {measures.map((measure) => (
            <DurationField
              key={measure}
              label={t.measure[measure]}
              value={team.standards[priority]?.[measure]}
              set={(seconds) => change(priority, withMeasure(team.standards[priority] ?? {}, measure, seconds))}
              optional
              test={`standard-${priority || 'usual'}-${measure}`}
            />
          ))}
        </fieldset>
      ))}
      <CheckField label={t.show} value={team.show} set={(show) => set({ ...team, show })} test="team-show" />
      <p class="notice said" role="status" data-test="team-says">
        {whatIsSaid(team)}
      </p>
    </fieldset>
  );
}

function withMeasure(standard: Standard, measure: keyof Standard, seconds: number | undefined): Standard {
  const { [measure]: _, ...rest } = standard;
  return seconds === undefined ? rest : { ...rest, [measure]: seconds };
}

/** What customers are told of a team's standards, in a sentence for the manager. */
export function whatIsSaid(team: Team): string {
  const first = team.standards['']?.first;
  if (!team.show) return t.showsNothing;
  return first !== undefined && first > 0 ? t.shows(t.promiseFirst(timeInWords(first))) : t.showsNone;
}
