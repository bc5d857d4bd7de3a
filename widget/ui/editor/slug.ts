// The name in the address of a new article, as the server makes it of the title.

const longest = 80; // bytes

/** Makes a slug: letters and digits in lower case with hyphens between words, Latin letters without accents; "" of nothing. */
export function slugOf(title: string): string {
  const plain = title
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[^\p{L}\p{M}\p{Nd}]+/gu, '-')
    .replace(/^-+/, '');
  let out = '';
  let bytes = 0;
  for (const letter of plain) {
    bytes += new TextEncoder().encode(letter).length;
    if (bytes > longest) break;
    out += letter;
  }
  return out.replace(/-+$/, '').normalize('NFC');
}
