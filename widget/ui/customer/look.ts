// How the panel looks, as the host page chose it: by attributes and CSSOM, which the policy allows.
import { inkOn, isColor } from './host';
import type { Settings } from './host';

/** Applies theme and colour. */
export function applyLook({ theme, color }: Settings): void {
  const root = document.documentElement;
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else if (theme !== undefined) delete root.dataset.theme;
  if (!isColor(color)) return;
  root.style.setProperty('--accent', color);
  root.style.setProperty('--on-accent', inkOn(color));
}
