import { Mover } from '../staff/cards';
import { moved, replaced, without } from '../staff/list';
import { ChoiceField, ListField } from './fields';
import type { Priority, Route } from './kinds';
import { conditions, priorities } from './kinds';
import type { Room } from './room';
import { focusSoon } from './room';
import { Section } from './section';
import { t } from './strings';

/** Which hand-offs go to which team: the first route that holds decides. */
export function Routes({ room }: { room: Room }) {
  const draft = room.drafts.desk;
  const rules = draft.value;
  const { routes, teams } = rules;
  const rest = teams[0]?.title || t.newTeam;
  const set = (next: Route[]) => draft.set({ ...rules, routes: next });
  const add = () => {
    set([...routes, { team: teams[0]?.id ?? '', sites: [], pages: [], languages: [], tags: [], categories: [], priority: '' }]);
    focusSoon('[data-test="route"]:last-child [data-test="route-sites"]');
  };
  const remove = (at: number) => {
    draft.setWithout({ ...rules, routes: without(routes, at) }, t.routeNumber(at + 1));
    focusSoon('[data-test="route-add"]');
  };
  return (
    <Section name="routes" draft={draft} room={room}>
      {routes.length === 0 && (
        <p class="empty" data-test="empty">
          {t.noRoutes(rest)}
        </p>
      )}
      <ol class="cards" data-test="route-list">
        {routes.map((route, at) => (
          <li class="card" key={at} data-test="route">
            <div class="card-head">
              <h3>{t.routeNumber(at + 1)}</h3>
              <div class="card-acts">
                <Mover at={at} count={routes.length} name={t.routeNumber(at + 1)} move={(by) => set(moved(routes, at, by))} test="route" />
                <button
                  type="button"
                  class="quiet square"
                  aria-label={t.remove(t.routeNumber(at + 1))}
                  title={t.remove(t.routeNumber(at + 1))}
                  onClick={() => remove(at)}
                  data-test="route-remove"
                >
                  <span aria-hidden="true">✕</span>
                </button>
              </div>
            </div>
            <RouteForm route={route} teams={teams} set={(next) => set(replaced(routes, at, next))} />
          </li>
        ))}
      </ol>
      {routes.length > 0 && <p class="hint">{t.restGoesTo(rest)}</p>}
      <button type="button" onClick={add} data-test="route-add">
        {t.addRoute}
      </button>
    </Section>
  );
}

interface FormProps {
  route: Route;
  teams: readonly { id: string; title: string }[];
  set: (route: Route) => void;
}

function RouteForm({ route, teams, set }: FormProps) {
  const open = conditions.every((condition) => route[condition].length === 0);
  return (
    <div class="card-body">
      <fieldset class="group">
        <legend>{t.when}</legend>
        {open && <p class="notice">{t.noCondition}</p>}
        <div class="grid">
          {conditions.map((condition) => (
            <ListField
              key={condition}
              label={t.condition[condition].label}
              hint={t.condition[condition].hint}
              value={route[condition]}
              set={(parts) => set({ ...route, [condition]: parts })}
              test={`route-${condition}`}
            />
          ))}
        </div>
      </fieldset>
      <div class="pair">
        <ChoiceField
          label={t.to}
          value={route.team}
          set={(team) => set({ ...route, team })}
          options={teams.map(({ id, title }) => [id, title || t.newTeam])}
          test="route-team"
        />
        <ChoiceField
          label={t.withPriority}
          value={route.priority}
          set={(priority) => set({ ...route, priority: priority as Priority })}
          options={priorities.map((priority) => [priority, t.priority[priority]])}
          test="route-priority"
        />
      </div>
    </div>
  );
}
