import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export { useClients } from './queries.ts'

export const ClientPage = lazy(withWords('boards', () => import('./components/client-page.tsx')))
export const ClientSettingsPage = lazy(
  withWords('boards', () => import('./components/client-settings-page.tsx')),
)
export const ClientsPage = lazy(withWords('boards', () => import('./components/clients-page.tsx')))
export const ImportsPage = lazy(withWords('boards', () => import('./components/imports-page.tsx')))
export const MappingPage = lazy(withWords('boards', () => import('./components/mapping-page.tsx')))
export const LinksPage = lazy(withWords('boards', () => import('./links/links-page.tsx')))
export const ClientReportPage = lazy(withWords('boards', () => import('./report/client-report-page.tsx')))
export const ClientReportsPage = lazy(withWords('boards', () => import('./report/client-reports-page.tsx')))
export const SharedReportPage = lazy(withWords('boards', () => import('./report/shared-report-page.tsx')))
