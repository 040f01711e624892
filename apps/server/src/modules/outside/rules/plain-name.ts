/** What stands in no name: it would break lines, or turn the order of what follows it. */
const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu
/** Joiners belong to the spelling of some scripts. */
const joiners = new Set(['\u200C', '\u200D'])
/** Some marks on one letter are a language; a tower of them is none. */
const tower = /(\p{M}{3})\p{M}+/gu
const longest = 200

/** A name from a file as one line: without controls, without towers of marks, and not longer than anybody reads. */
export const plainName = (text: string): string => {
  const shown = text
    .slice(0, 4 * longest)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(controls, (sign) => (joiners.has(sign) ? sign : ''))
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(tower, '$1')
    .trim()
  const signs = Array.from(shown)
  return signs.length <= longest
    ? shown
    : `${signs
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
}
