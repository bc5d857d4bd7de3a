// How each document is read, checked and made ready to be sent.
import type { Kind } from '../staff/draft';
import { listOf } from '../staff/draft';
import { isStandIn, slug, unique } from '../staff/ids';
import { all, loose, number, text, texts } from '../staff/loose';
import { neverSayKind } from '../staff/neversay';
import { faultOf as faultOfTime, unreadable } from './duration';
import { sorted } from './hours';
import { keepKind } from './keep';
import type { Canned, Cause, Day, DeskRules, Hours, Member, Playbook, Priority, Route, Standard, Team } from './kinds';
import { limits, measures, priorities } from './kinds';
import { t } from './strings';
import { voiceKind } from './voice';

function readOpening(sent: unknown) {
  const { from, to } = loose<{ from: string; to: string }>(sent);
  return { from: text(from), to: text(to) };
}

function readHours(sent: unknown): Hours {
  const { zone, week, days } = loose<Hours>(sent);
  return {
    zone: text(zone),
    week: all(week, (span) => ({ day: number(loose<{ day: number }>(span).day), ...readOpening(span) })),
    days: all(days, (entry): Day => {
      const day = loose<Day>(entry);
      return { date: text(day.date), name: text(day.name), open: all(day.open, readOpening) };
    }),
  };
}

function readStandard(sent: unknown): Standard {
  const standard = loose<Standard>(sent);
  // Of the server, zero means that nothing is said.
  return Object.fromEntries(measures.flatMap((of) => (standard[of] ? [[of, standard[of]]] : [])));
}

function readTeam(sent: unknown): Team {
  const team = loose<Team>(sent);
  const standards = loose<Record<Priority, Standard>>(team.standards);
  return {
    id: text(team.id),
    title: text(team.title),
    hours: readHours(team.hours),
    standards: Object.fromEntries(priorities.flatMap((p) => (standards[p] ? [[p, readStandard(standards[p])]] : []))),
    show: team.show === true,
    auto: team.auto === true,
    members: all(team.members, (entry) => {
      const member = loose<Member>(entry);
      return { agent: text(member.agent), capacity: number(member.capacity), skills: texts(member.skills) };
    }),
  };
}

function readRoute(sent: unknown): Route {
  const route = loose<Route>(sent);
  return {
    team: text(route.team),
    sites: texts(route.sites),
    pages: texts(route.pages),
    languages: texts(route.languages),
    tags: texts(route.tags),
    categories: texts(route.categories),
    priority: priorities.find((p) => p === route.priority) ?? '',
  };
}

function readDesk(sent: unknown): DeskRules {
  const rules = loose<DeskRules>(sent);
  return {
    teams: all(rules.teams, readTeam),
    routes: all(rules.routes, readRoute),
    grace: number(rules.grace),
    away: number(rules.away),
    silent: number(rules.silent),
    expire: number(rules.expire),
    mail_after: number(rules.mail_after),
    preview: rules.preview === true,
  };
}

/** Leaves out standards that promise nothing, and puts the hours in order. */
function readyTeam(team: Team): Team {
  const kept = Object.entries(team.standards).filter(([, standard]) => measures.some((of) => standard[of] !== undefined));
  const days = [...team.hours.days].sort((a, b) => a.date.localeCompare(b.date));
  return { ...team, standards: Object.fromEntries(kept), hours: { ...team.hours, week: sorted(team.hours.week), days } };
}

function faultOfTeam(team: Team): string {
  for (const priority of priorities) {
    for (const measure of measures) {
      const fault = faultOfTime(team.standards[priority]?.[measure], true);
      if (fault) return t.faultAt([t.teamNamed(team.title || team.id), t.priority[priority], t.measure[measure]], fault);
    }
  }
  const wrong = team.members.some((member) => member.capacity === unreadable);
  return wrong ? t.faultAt([t.teamNamed(team.title || team.id), t.capacity], t.capacityFault) : '';
}

function faultOfDesk(rules: DeskRules): string {
  for (const limit of limits) {
    const fault = faultOfTime(rules[limit], false);
    if (fault) return t.faultAt([t.limit[limit].label], fault);
  }
  return rules.teams.map(faultOfTeam).find((fault) => fault !== '') ?? '';
}

function readCause(sent: unknown): Cause {
  const cause = loose<Cause>(sent);
  return { id: text(cause.id), title: text(cause.title), words: texts(cause.words), parts: all(cause.parts, readCause) };
}

/** Gives new causes ids of their own, made of their titles. */
function readyCauses(tree: Cause[]): Cause[] {
  const taken = new Set<string>();
  const note = (list: Cause[]): void =>
    list.forEach((cause) => {
      taken.add(cause.id);
      note(cause.parts);
    });
  note(tree);
  const named = (list: Cause[]): Cause[] =>
    list.map((cause) => {
      const id = isStandIn(cause.id) ? unique(slug(cause.title) || 'cause', taken) : cause.id;
      taken.add(id);
      return { ...cause, id, parts: named(cause.parts) };
    });
  return named(tree);
}

function readCanned(sent: unknown): Canned {
  const { id, shortcut, title, text: body, team, tags } = loose<Canned>(sent);
  return { id: text(id), shortcut: text(shortcut), title: text(title), text: text(body), team: text(team), tags: texts(tags) };
}

function readPlaybook(sent: unknown): Playbook {
  const { id, title, tags, questions, steps, team } = loose<Playbook>(sent);
  return { id: text(id), title: text(title), tags: texts(tags), questions: texts(questions), steps: texts(steps), team: text(team) };
}

/** The documents. */
export const kinds = {
  desk: {
    empty: readDesk(null),
    read: readDesk,
    fault: faultOfDesk,
    ready: (rules: DeskRules) => ({ ...rules, teams: rules.teams.map(readyTeam) }),
  } satisfies Kind<DeskRules>,
  causes: { ...listOf(readCause), ready: readyCauses },
  canned: listOf(readCanned),
  playbooks: {
    ...listOf(readPlaybook),
    // A step that was added and left empty says nothing.
    ready: (list: Playbook[]) => list.map((book) => ({ ...book, steps: book.steps.filter((step) => step.trim() !== '') })),
  },
  neversay: neverSayKind,
  voice: voiceKind,
  keep: keepKind,
};
