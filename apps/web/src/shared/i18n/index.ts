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

const catalogs: Record<Locale, () => Promise<{ messages: Messages }>> = {
  en: () => import('../../locales/en.po'),
  es: () => import('../../locales/es.po'),
}

const isLocale = (value: string | null): value is Locale => languages.some(({ locale }) => locale === value)

/** The language chosen here before, else the first one of the browser's list that we speak, else English. */
export const preferredLocale = (storage: KeyValueStorage, wanted: readonly string[]): Locale => {
  const chosen = storage.get(storageKey)
  if (isLocale(chosen)) return chosen
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isLocale) ?? 'en'
}

/** Loads a catalog, switches the interface to it and sets language and direction of the page. */
export const activateLocale = async (locale: Locale): Promise<void> => {
  const { messages } = await catalogs[locale]()
  i18n.loadAndActivate({ locale, messages })
  document.documentElement.lang = locale
  document.documentElement.dir = rightToLeft.has(locale) ? 'rtl' : 'ltr'
}

/** Switches the language and remembers the choice. */
export const chooseLocale = async (storage: KeyValueStorage, locale: Locale): Promise<void> => {
  storage.set(storageKey, locale)
  await activateLocale(locale)
}
