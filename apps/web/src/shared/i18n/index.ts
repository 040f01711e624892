import type { Messages } from '@lingui/core'
import { i18n } from '@lingui/core'
import type { KeyValueStorage } from '#shared/storage'

/** Every language of the interface, by its own name. A new one is a catalog in src/locales and a line here. */
export const languages = [
  { locale: 'en', name: 'English' },
  { locale: 'es', name: 'Español' },
] as const
export type Locale = (typeof languages)[number]['locale']

const storageKey = 'busker.locale'
const rightToLeft = new Set(['ar', 'fa', 'he', 'ur'])

type Catalog = Record<Locale, () => Promise<{ messages: Messages }>>

const shellCatalog: Catalog = {
  en: () => import('../../locales/en.po'),
  es: () => import('../../locales/es.po'),
}

/** Words that the first page does not need. They come with the first page that does (`withWords`). */
const partCatalogs = {
  boards: {
    en: () => import('../../locales/boards/en.po'),
    es: () => import('../../locales/boards/es.po'),
  },
  inbox: {
    en: () => import('../../locales/inbox/en.po'),
    es: () => import('../../locales/inbox/es.po'),
  },
  making: {
    en: () => import('../../locales/making/en.po'),
    es: () => import('../../locales/making/es.po'),
  },
  moderation: {
    en: () => import('../../locales/moderation/en.po'),
    es: () => import('../../locales/moderation/es.po'),
  },
  money: {
    en: () => import('../../locales/money/en.po'),
    es: () => import('../../locales/money/es.po'),
  },
  self: {
    en: () => import('../../locales/self/en.po'),
    es: () => import('../../locales/self/es.po'),
  },
  topics: {
    en: () => import('../../locales/topics/en.po'),
    es: () => import('../../locales/topics/es.po'),
  },
} as const satisfies Record<string, Catalog>
export type WordsOf = keyof typeof partCatalogs

const partsInUse = new Set<WordsOf>()

// Else a page whose words were not loaded would show their keys, and nobody would hear of it.
i18n.on('missing', ({ id }) => reportError(new TypeError(`there are no words for ${id}`)))

const isLocale = (value: string | null): value is Locale => languages.some(({ locale }) => locale === value)

/** The language chosen here before, else the first one of the browser's list that we speak, else English. */
export const preferredLocale = (storage: KeyValueStorage, wanted: readonly string[]): Locale => {
  const chosen = storage.get(storageKey)
  if (isLocale(chosen)) return chosen
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isLocale) ?? 'en'
}

/** Loads the catalogs in use, switches the interface to them and sets language and direction of the page. */
export const activateLocale = async (locale: Locale): Promise<void> => {
  const loaded = await Promise.all([
    shellCatalog[locale](),
    ...[...partsInUse].map((part) => partCatalogs[part][locale]()),
  ])
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...loaded.map(({ messages }) => messages)) })
  document.documentElement.lang = locale
  document.documentElement.dir = rightToLeft.has(locale) ? 'rtl' : 'ltr'
}

/** Switches the language and remembers the choice. */
export const chooseLocale = async (storage: KeyValueStorage, locale: Locale): Promise<void> => {
  storage.set(storageKey, locale)
  await activateLocale(locale)
}

/**
 * Loads a page together with its words: it is never shown without them.
 *
 * @example lazy(withWords('money', () => import('./components/wallet-page.tsx')))
 */
export const withWords =
  <Module>(part: WordsOf, load: () => Promise<Module>) =>
  async (): Promise<Module> => {
    partsInUse.add(part)
    const locale = isLocale(i18n.locale) ? i18n.locale : 'en'
    const [module, { messages }] = await Promise.all([load(), partCatalogs[part][locale]()])
    i18n.load(locale, messages)
    return module
  }
