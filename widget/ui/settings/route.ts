// What the address of the settings says.

/** A part of the settings with a page of its own. */
export type SectionName = 'teams' | 'hours' | 'routes' | 'desk' | 'causes' | 'canned' | 'playbooks' | 'neversay' | 'kept' | 'keep' | 'voice' | 'model';

/** Every section, in the order in which they are shown. */
export const sections: readonly SectionName[] = ['teams', 'hours', 'routes', 'desk', 'causes', 'canned', 'playbooks', 'neversay', 'kept', 'keep', 'voice', 'model'];

/** The sections that there are only where there is a language model. */
export const ofModel: ReadonlySet<SectionName> = new Set<SectionName>(['voice', 'model']);

/** A document of settings. */
export type DocumentName = 'desk' | 'causes' | 'canned' | 'playbooks' | 'neversay' | 'voice' | 'keep';

/** The section of a fragment such as "#hours" or "#kept?days=7"; the first one if there is none of that name. */
export function sectionOf(hash: string): SectionName {
  const name = hash.replace(/^#/, '').replace(/\?.*$/s, '') as SectionName;
  return sections.includes(name) ? name : 'teams';
}

/** The document that a section edits; undefined if it only shows something. */
export function documentOf(section: SectionName): DocumentName | undefined {
  if (section === 'kept' || section === 'model') return undefined;
  return section === 'teams' || section === 'hours' || section === 'routes' ? 'desk' : section;
}
