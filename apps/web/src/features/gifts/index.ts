import { lazy } from 'react'
import { withWords } from '#shared/i18n'

/** Loads when its button is pressed: nothing of money is part of the feed. */
export const GiftSheet = lazy(withWords('money', () => import('./components/gift-sheet.tsx')))
