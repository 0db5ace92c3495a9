/** Letters that Unicode does not decompose into a Latin letter and a mark. */
const latin: Record<string, string> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'ng', ŧ: 't',
}; // prettier-ignore

/**
 * A text as lower-case ASCII words joined by `-`: `Requests & Limits` becomes `requests-limits`. Marks on letters are
 * dropped, a comma between digits too; letters outside the Latin script are left out.
 * Source: python-slugify, which Prefect names flow files with; it also romanises other scripts, this does not.
 */
export function slugify(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^ -~]/gu, (letter) => latin[letter] ?? (/\p{M}/u.test(letter) ? '' : ' '))
    .replace(/(?<=\d),(?=\d)/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
