import type { KeyValueStorage } from '#shared/storage'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'busker.theme'

export const storedTheme = (storage: KeyValueStorage): Theme => {
  const value = storage.get(storageKey)
  return themes.find((theme) => theme === value) ?? 'system'
}

/** The style sheet does the rest: every colour token is a light-dark() pair. */
export const applyTheme = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export const chooseTheme = (storage: KeyValueStorage, theme: Theme): void => {
  storage.set(storageKey, theme)
  applyTheme(theme)
}
