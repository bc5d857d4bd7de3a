// What the address of the settings says.

/** A part of the settings with a page of its own. */
export type SectionName = 'teams' | 'hours' | 'routes' | 'desk' | 'causes' | 'canned' | 'playbooks' | 'neversay';

/** Every section, in the order in which they are shown. */
export const sections: readonly SectionName[] = ['teams', 'hours', 'routes', 'desk', 'causes', 'canned', 'playbooks', 'neversay'];

/** A document of settings. */
export type DocumentName = 'desk' | 'causes' | 'canned' | 'playbooks' | 'neversay';

/** The section of a fragment such as "#hours"; the first one if there is none of that name. */
export function sectionOf(hash: string): SectionName {
  const name = hash.replace(/^#/, '') as SectionName;
  return sections.includes(name) ? name : 'teams';
}

/** The document that a section edits. */
export function documentOf(section: SectionName): DocumentName {
  return section === 'teams' || section === 'hours' || section === 'routes' ? 'desk' : section;
}
