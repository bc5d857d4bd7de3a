// Keyboard commands. Single keys would fire while somebody dictates or types, so they are inactive in
// fields and dialogs and can be switched off (WCAG 2.1.4).

/** Reports whether the key belongs to whatever has the focus: text, choices, an open dialog. */
export function typing(event: KeyboardEvent): boolean {
  const at = event.target;
  if (!(at instanceof Element)) return false;
  return at.closest('input, textarea, select, dialog, [contenteditable]') !== null;
}

/** Reports whether Ctrl or Cmd is held, and nothing else. */
export function modified(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
}

/** The name of the modifier on this machine, to print in a list of keys. */
export function modifierName(platform: string = navigator.platform): string {
  return /mac|iphone|ipad/i.test(platform) ? '⌘' : 'Ctrl';
}

/** The single key of the event, "" if a modifier is held, the key repeats, or a word is being composed. */
export function singleKey(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return '';
  return event.key.length === 1 ? event.key.toLowerCase() : '';
}
