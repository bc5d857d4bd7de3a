// Shares as people read them.

/** A share in percent. What is possible but hardly so is never told as impossible, nor as certain. */
export function inPercent(share: number): string {
  if (share > 0 && share < 0.005) return 'under 1\u00a0%';
  if (share < 1 && share >= 0.995) return 'over 99\u00a0%';
  return `${rounded(share * 100, 0)}\u00a0%`;
}

/** Confidence and threshold as text. Where both would read alike though one is larger, a digit is added. */
export function compared(confidence: number, threshold: number): { sure: string; from: string } {
  const sure = inPercent(confidence);
  const from = inPercent(threshold);
  if (sure !== from || confidence === threshold) return { sure, from };
  return { sure: finer(confidence), from: finer(threshold) };
}

/** Rounded down, so that what is less than a round number never reads as that number. */
function finer(share: number): string {
  return `${(Math.floor(share * 1000 + 1e-9) / 10).toFixed(1)}\u00a0%`;
}

/** A number with so many digits; a minus as wide as a plus. */
export function rounded(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
