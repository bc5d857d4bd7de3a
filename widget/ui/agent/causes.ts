// The tree of causes: paths, their words, and finding one.
import type { Cause } from './api';

/** A cause as a line of a list. */
export interface CauseLine {
  /** "delivery/late" */
  path: string;
  /** "Delivery › Late" */
  label: string;
  /** 0 at the top */
  depth: number;
  words: string;
}

/** Every cause of the tree, each before its parts. */
export function causeLines(tree: readonly Cause[]): CauseLine[] {
  const lines: CauseLine[] = [];
  const walk = (causes: readonly Cause[], path: string, label: string, depth: number) => {
    for (const cause of causes) {
      const here = path ? `${path}/${cause.id}` : cause.id;
      const named = label ? `${label} › ${cause.title}` : cause.title;
      lines.push({ path: here, label: named, depth, words: `${named} ${(cause.words ?? []).join(' ')}`.toLowerCase() });
      walk(cause.parts ?? [], here, named, depth + 1);
    }
  };
  walk(tree, '', '', 0);
  return lines;
}

/** A cause in words: its label, or what it is called if the tree does not have it (any more). */
export function causeLabel(lines: readonly CauseLine[], path: string): string {
  return lines.find((line) => line.path === path)?.label ?? path;
}

/** The causes that have all the words. */
export function findCauses(lines: readonly CauseLine[], words: string): CauseLine[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => wanted.every((word) => line.words.includes(word)));
}
