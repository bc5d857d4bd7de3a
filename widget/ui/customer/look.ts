// How the panel looks, as the host page chose it: by attribute and CSSOM, which the policy allows.
import type { Settings } from './host';

/** Applies theme, direction and colour. */
export function applyLook({ theme, color, ink, dir }: Settings): void {
  const { style } = Object.assign(document.documentElement, { dir });
  style.colorScheme = theme;
  if (color && ink) {
    style.setProperty('--accent', color);
    style.setProperty('--on-accent', ink);
  }
}
