/** Scripts that are written without spaces between words. */
const unspaced = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Hang}]/u
const runs = /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*/gu
/** Accents and the like. The vowels of Indic and other scripts are marks, too, and they stay. */
const accents = /[\p{M}&&[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Cyrillic}]]/gv

const longestWord = 40
const mostWords = 200

/** Without accents and case (Unicode NFKD, marks removed): what looks alike when typed in a hurry is the same. */
export const plain = (text: string): string =>
  text.normalize('NFKD').replaceAll(accents, '').toLowerCase().normalize('NFKC')

/** Pairs of neighbouring letters: the usual way to find words where nothing separates them. */
const pairsOf = (letters: readonly string[]): string[] =>
  letters.length < 2 ? [...letters] : letters.slice(1).map((letter, place) => `${letters[place]}${letter}`)

/** A run of letters as words: itself, and where a script has no spaces, what `cut` makes of its letters. */
const wordsInRun = (run: string, cut: (letters: readonly string[]) => readonly string[]): string[] => {
  if (!unspaced.test(run)) return [run.slice(0, longestWord)]
  const parts: string[] = []
  let own: string[] = []
  let other = ''
  const close = () => {
    parts.push(...cut(own), ...(other === '' ? [] : [other.slice(0, longestWord)]))
    own = []
    other = ''
  }
  for (const letter of run) {
    const isOwn = unspaced.test(letter)
    if (isOwn ? other !== '' : own.length > 0) close()
    if (isOwn) own.push(letter)
    else other += letter
  }
  close()
  return parts
}

const cutWith = (text: string, cut: Parameters<typeof wordsInRun>[1]): string[] =>
  (plain(text).match(runs) ?? []).flatMap((run) => wordsInRun(run, cut)).slice(0, mostWords)

/** The words of a text as they are searched, in their order. Bounded. */
export const wordsOf = (text: string): string[] => cutWith(text, pairsOf)

/**
 * The words of a text as they are indexed: where a script has no spaces, the last letter on its own as well. So each
 * letter is the beginning of some word, and a single one (猫) finds all texts that have it.
 */
export const wordsToFind = (text: string): string[] =>
  cutWith(text, (letters) => (letters.length < 2 ? letters : [...pairsOf(letters), ...letters.slice(-1)]))

/** Whether more may follow what was typed: of one letter only where it can be a word. */
export const mayBegin = (word: string): boolean => word.length > 1 || unspaced.test(word)

/** What was typed, in one form for everybody who typed it. */
export const plainQuery = (text: string): string => wordsOf(text).join(' ')
