// Finds the table of texts for a locale.
import { en } from './en';
import type { Texts } from './en';

const others = ['de'];

/** Returns the texts for a locale such as "de-AT": English when there is no table, or it fails to load. */
export async function loadTexts(locale: string): Promise<Texts> {
  const language = locale.slice(0, 2).toLowerCase();
  if (!others.includes(language)) return en;
  try {
    const path = `/ui/panel.${language}.js`; // a variable, so that the bundler leaves it to the browser
    return ((await import(path)) as { default: Texts }).default;
  } catch {
    return en;
  }
}
