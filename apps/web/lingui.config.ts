import type { LinguiConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

/** Their words are not part of the first page: they load with the first of these (`withWords` in shared/i18n). */
const moneyFeatures = ['money', 'gifts', 'wallet', 'earnings', 'fund', 'treasury'].map(
  (name) => `src/features/${name}`,
)

const config: LinguiConfig = {
  sourceLocale: 'en',
  locales: ['en', 'es'],
  fallbackLocales: { default: 'en' },
  catalogs: [
    {
      path: '<rootDir>/src/locales/{locale}',
      include: ['src'],
      exclude: ['**/*.test.*', ...moneyFeatures.map((folder) => `${folder}/**`)],
    },
    { path: '<rootDir>/src/locales/money/{locale}', include: moneyFeatures, exclude: ['**/*.test.*'] },
  ],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: 'message',
}

export default config
