// What all sections of the settings share: who is here, the documents, the people.
import { useEffect, useState } from 'preact/hooks';
import { call } from '../staff/call';
import type { Keeper, Stored } from '../staff/draft';
import { Draft } from '../staff/draft';
import type { Me } from '../staff/http';
import type { NeverSay } from '../staff/neversay';
import { kinds } from './documents';
import type { Keep } from './keep';
import type { Canned, Cause, DeskRules, Person, Playbook } from './kinds';
import type { Known } from './model';
import { load, unknown } from './model';
import type { Voice } from './voice';

/** Every document by its name. */
export interface Drafts {
  desk: Draft<DeskRules>;
  causes: Draft<Cause[]>;
  canned: Draft<Canned[]>;
  playbooks: Draft<Playbook[]>;
  neversay: Draft<NeverSay[]>;
  voice: Draft<Voice>;
  keep: Draft<Keep>;
}

/** What sections are given. */
export interface Room {
  me: Me;
  people: readonly Person[];
  drafts: Drafts;
}

const at = (name: string) => `/api/settings/${name}`;

/** The server's settings. */
export const onServer: Keeper = {
  load: (name) => call<Stored>('GET', at(name)),
  save: async (name, revision, value) => (await call<{ revision: number }>('PUT', at(name), { revision, value })).revision,
};

/** Makes the documents; none is loaded yet. */
export function newDrafts(keeper: Keeper, me: string): Drafts {
  const now = () => Date.now();
  return {
    desk: new Draft<DeskRules>('desk', kinds.desk, keeper, me, now),
    causes: new Draft<Cause[]>('causes', kinds.causes, keeper, me, now),
    canned: new Draft<Canned[]>('canned', kinds.canned, keeper, me, now),
    playbooks: new Draft<Playbook[]>('playbooks', kinds.playbooks, keeper, me, now),
    neversay: new Draft<NeverSay[]>('neversay', kinds.neversay, keeper, me, now),
    voice: new Draft<Voice>('voice', kinds.voice, keeper, me, now),
    keep: new Draft<Keep>('keep', kinds.keep, keeper, me, now),
  };
}

/** Loads the people; without them ids are shown, and the section works on. */
export function usePeople(): readonly Person[] {
  const [people, setPeople] = useState<readonly Person[]>([]);
  useEffect(() => {
    const load = async () => {
      try {
        setPeople((await call<{ people: Person[] | null }>('GET', at('people'))).people ?? []);
      } catch {
        // The section's own document tells what is wrong with the server.
      }
    };
    void load();
  }, []);
  return people;
}

/** What is known of the language model, and how to ask for it again. */
export function useModel(): [Known, () => Promise<void>] {
  const [known, setKnown] = useState(unknown);
  const again = async () => setKnown(await load());
  useEffect(() => void again(), []);
  return [known, again];
}

/** Shows the documents again whenever one of them changes. */
export function useChanges(drafts: Drafts): void {
  const [, again] = useState(0);
  useEffect(() => {
    const ends = Object.values(drafts).map((draft: { listen: (f: () => void) => () => void }) => draft.listen(() => again((n) => n + 1)));
    return () => ends.forEach((end) => end());
  }, [drafts]);
}

/** Puts the focus on what the selector names, once the page shows it. */
export function focusSoon(selector: string): void {
  setTimeout(() => document.querySelector<HTMLElement>(selector)?.focus());
}
