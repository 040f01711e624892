/** Offered first; every other language can be typed by its code. */
const offered = [
  'ar bg bn ca cs da de el en es et fa fi fil fr gu he hi hr hu id it ja kn ko lt lv ml mr ms nb nl pa pl pt pt-BR ro',
  'ru sk sl sr sv sw ta te th tr uk ur vi zh-Hans zh-Hant',
]
  .join(' ')
  .split(' ')

/** Read by the most people; the next guess when somebody's own language is done. */
const common = ['en', 'es', 'pt-BR', 'fr', 'hi', 'ar', 'zh-Hans']

/** The name of a language in a language; its code when nobody knows a name. */
export const languageName = (language: string, locale: string): string => {
  try {
    return new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' }).of(language) ?? language
  } catch {
    // A code that no browser knows is still a code.
    return language
  }
}

/** How speakers call their language: what a viewer looks for in a list. */
export const ownName = (language: string): string => {
  const name = languageName(language, language)
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

export const languageChoices = (locale: string): { code: string; name: string }[] =>
  offered
    .map((code) => ({ code, name: languageName(code, locale) }))
    .toSorted((one, other) => one.name.localeCompare(other.name, locale))

/** The same shape as in the contract. */
export const isLanguage = (text: string): boolean => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(text)

/** The first that the browser speaks and that has no captions yet. */
export const likelyLanguage = (wanted: readonly string[], taken: readonly string[]): string => {
  const codes = wanted.flatMap((code) => [code, code.split('-')[0] ?? code])
  return (
    [...codes, ...common, ...offered].find((code) => offered.includes(code) && !taken.includes(code)) ?? 'en'
  )
}
