// Colours that a host page may choose.

/** Returns black or white, whichever is easier to read on the colour #rrggbb (WCAG 2.2, relative luminance). */
export function inkOn(color: string): string {
  const channel = (at: number) => {
    const c = parseInt(color.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return luminance > 0.179 ? '#000' : '#fff';
}

/** Reports whether a text is a colour of the form #rrggbb. */
export function isColor(color: string | undefined): color is string {
  return /^#[0-9a-f]{6}$/i.test(color ?? '');
}
