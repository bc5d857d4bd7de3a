import { Link } from '../link';
import type { CareList, Go, Route } from '../route';
import { careLists, home } from '../route';
import type { Count } from './carejson';
import { cw } from './carewords';

/** The place of a list; the overview without one. */
export function toList(care?: CareList): Route {
  return { ...home, place: 'care', ...(care && { care }) };
}

// By who feels it, the most urgent first.
const groups: readonly { name: string; lists: readonly CareList[] }[] = [
  { name: cw.groups.asked, lists: careLists.slice(0, 4) },
  { name: cw.groups.noticed, lists: careLists.slice(4, 7) },
  { name: cw.groups.upkeep, lists: careLists.slice(7) },
];

/** Every list with what is on it and how much; those with nothing are quiet. */
export function Overview({ counts, go }: { counts: readonly Count[]; go: Go }) {
  const of = new Map(counts.map(({ name, count }) => [name, count]));
  return (
    <div class="care-groups" data-test="care-overview">
      {groups.map((group) => (
        <section key={group.name}>
          <h3>{group.name}</h3>
          <ul>
            {group.lists.map((name) => (
              <Card key={name} name={name} count={of.get(name) ?? 0} go={go} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Card({ name, count, go }: { name: CareList; count: number; go: Go }) {
  const words = cw.list(name);
  return (
    <li class={count > 0 ? 'care-card' : 'care-card quiet-card'} data-test={`care-card-${name}`} data-count={count}>
      <div class="care-card-head">
        <Link class="care-link" to={toList(name)} go={go} test={`care-${name}`}>
          {words.name}
        </Link>
        <span class={count > 0 ? 'care-count' : 'hint'}>
          {count > 0 ? count : cw.nothing}
          {count > 0 && <span class="gone"> {cw.articles(count).replace(/^\d+ /, '')}</span>}
        </span>
      </div>
      <p class="hint">{words.what}</p>
    </li>
  );
}

/** The other lists beside one; on phones the way goes over the overview. */
export function Beside({ counts, route, go }: { counts: readonly Count[] | null; route: Route; go: Go }) {
  const of = new Map((counts ?? []).map(({ name, count }) => [name, count]));
  return (
    <nav class="care-beside" aria-label={cw.lists}>
      <ul>
        {careLists.map((name) => (
          <li key={name}>
            <Link class={of.get(name) === 0 ? 'is-empty' : ''} to={toList(name)} go={go} test={`beside-${name}`} current={route.care === name}>
              <span>{cw.list(name).name}</span>
              {counts && <span>{of.get(name) ?? 0}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
