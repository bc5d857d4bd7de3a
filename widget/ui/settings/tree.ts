// Changes of the tree of causes. A place is the list of indices from the top. Each change returns the new tree and
// the place where the cause is then, or null if it cannot be.
import { inserted, moved, replaced, without } from '../staff/list';
import type { Cause } from './kinds';

export type Place = readonly number[];

export interface Change {
  tree: Cause[];
  place: Place;
}

/** How many levels a tree may have. */
export const deepest = 4;

/** The cause at the place. */
export function causeAt(tree: readonly Cause[], place: Place): Cause | undefined {
  const [at, ...rest] = place;
  if (at === undefined) return undefined;
  const cause = tree[at];
  return rest.length === 0 || !cause ? cause : causeAt(cause.parts, rest);
}

/** The list that holds the place. */
function siblings(tree: readonly Cause[], place: Place): readonly Cause[] {
  return place.length <= 1 ? tree : (causeAt(tree, place.slice(0, -1))?.parts ?? []);
}

/** Returns the tree with another list around the place. */
function withSiblings(tree: readonly Cause[], place: Place, list: Cause[]): Cause[] {
  const [at, ...rest] = place;
  if (at === undefined || rest.length === 0) return list;
  const cause = tree[at];
  if (!cause) return [...tree];
  return replaced(tree, at, { ...cause, parts: withSiblings(cause.parts, rest, list) });
}

/** Changes the cause at the place. */
export function updated(tree: readonly Cause[], place: Place, change: Partial<Cause>): Cause[] {
  const cause = causeAt(tree, place);
  if (!cause) return [...tree];
  return withSiblings(tree, place, replaced(siblings(tree, place), last(place), { ...cause, ...change }));
}

/** Takes the cause with its parts out. The place is that of the cause to go on with: the next, the one before, or the one above. */
export function removed(tree: readonly Cause[], place: Place): Change {
  const list = without(siblings(tree, place), last(place));
  const above = place.slice(0, -1);
  const next = Math.min(last(place), list.length - 1);
  return { tree: withSiblings(tree, place, list), place: next < 0 ? above : [...above, next] };
}

/** Adds a cause behind the place, on the same level. */
export function addedAfter(tree: readonly Cause[], place: Place, cause: Cause): Change {
  const at = last(place) + 1;
  return { tree: withSiblings(tree, place, inserted(siblings(tree, place), at, cause)), place: [...place.slice(0, -1), at] };
}

/** Adds a cause as the last part of the one at the place. */
export function addedBelow(tree: readonly Cause[], place: Place, cause: Cause): Change | null {
  const above = causeAt(tree, place);
  if (!above || place.length + heightOf(cause) > deepest) return null;
  return { tree: updated(tree, place, { parts: [...above.parts, cause] }), place: [...place, above.parts.length] };
}

/** Moves the cause up or down among its siblings. */
export function shifted(tree: readonly Cause[], place: Place, by: -1 | 1): Change | null {
  const list = siblings(tree, place);
  const to = last(place) + by;
  if (to < 0 || to >= list.length) return null;
  return { tree: withSiblings(tree, place, moved(list, last(place), by)), place: [...place.slice(0, -1), to] };
}

/** Makes the cause the last part of the one before it. */
export function movedIn(tree: readonly Cause[], place: Place): Change | null {
  const cause = causeAt(tree, place);
  const before = [...place.slice(0, -1), last(place) - 1];
  if (!cause || last(place) === 0) return null;
  const added = addedBelow(tree, before, cause);
  return added && { tree: removed(added.tree, place).tree, place: added.place };
}

/** Takes the cause out of the one it is a part of, to stand behind it. */
export function movedOut(tree: readonly Cause[], place: Place): Change | null {
  const cause = causeAt(tree, place);
  if (!cause || place.length < 2) return null;
  return addedAfter(removed(tree, place).tree, place.slice(0, -1), cause);
}

/** How many levels a cause has with its parts. */
function heightOf(cause: Cause): number {
  return 1 + Math.max(0, ...cause.parts.map(heightOf));
}

function last(place: Place): number {
  return place[place.length - 1] ?? 0;
}

/** How many causes there are in all. */
export function countOf(tree: readonly Cause[]): number {
  return tree.reduce((sum, cause) => sum + 1 + countOf(cause.parts), 0);
}
