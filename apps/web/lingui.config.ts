import type { LinguiConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

/** Their words are not part of the first page: they load with the first of these (`withWords` in shared/i18n). */
const parts = {
  boards: ['clients', 'numbers', 'operator', 'post-stats', 'reference', 'studio'],
  inbox: ['inbox'],
  making: ['capture', 'captions', 'post-form', 'upload'],
  moderation: ['moderation'],
  money: ['earnings', 'fund', 'gifts', 'money', 'treasury', 'wallet'],
  self: ['settings', 'taste', 'wellbeing'],
  topics: ['lineage', 'topics'],
}
const foldersOf = (names: readonly string[]): string[] => names.map((name) => `src/features/${name}`)
const apart = foldersOf(Object.values(parts).flat())

const config: LinguiConfig = {
  sourceLocale: 'en',
  locales: ['en', 'es'],
  fallbackLocales: { default: 'en' },
  catalogs: [
    {
      path: '<rootDir>/src/locales/{locale}',
      include: ['src'],
      exclude: ['**/*.test.*', ...apart.map((folder) => `${folder}/**`)],
    },
    ...Object.entries(parts).map(([part, names]) => ({
      path: `<rootDir>/src/locales/${part}/{locale}`,
      include: foldersOf(names),
      exclude: ['**/*.test.*'],
    })),
  ],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: 'message',
}

export default config
