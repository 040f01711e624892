import { lazy } from 'react'

export { useClients } from './queries.ts'

export const ClientPage = lazy(() => import('./components/client-page.tsx'))
export const ClientSettingsPage = lazy(() => import('./components/client-settings-page.tsx'))
export const ClientsPage = lazy(() => import('./components/clients-page.tsx'))
export const ImportsPage = lazy(() => import('./components/imports-page.tsx'))
export const MappingPage = lazy(() => import('./components/mapping-page.tsx'))
export const LinksPage = lazy(() => import('./links/links-page.tsx'))
export const ClientReportPage = lazy(() => import('./report/client-report-page.tsx'))
export const ClientReportsPage = lazy(() => import('./report/client-reports-page.tsx'))
export const SharedReportPage = lazy(() => import('./report/shared-report-page.tsx'))
