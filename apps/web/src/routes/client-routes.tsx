import { createRoute } from '@tanstack/react-router'
import {
  ClientPage,
  ClientReportPage,
  ClientReportsPage,
  ClientSettingsPage,
  ImportsPage,
  LinksPage,
  MappingPage,
  SharedReportPage,
} from '#features/clients'
import type { Root } from './root.tsx'

/** The addresses of one client and its reports. */
export const clientRoutes = (root: Root) => {
  const client = createRoute({
    getParentRoute: () => root,
    path: '/clients/$clientId',
    component: () => <ClientPage {...client.useParams()} />,
  })
  const clientImports = createRoute({
    getParentRoute: () => root,
    path: '/clients/$clientId/imports',
    component: () => <ImportsPage {...clientImports.useParams()} />,
  })
  const clientMapping = createRoute({
    getParentRoute: () => root,
    path: '/clients/$clientId/imports/$importId',
    component: () => <MappingPage {...clientMapping.useParams()} />,
  })
  const clientLinks = createRoute({
    getParentRoute: () => root,
    path: '/clients/$clientId/links',
    component: () => <LinksPage {...clientLinks.useParams()} />,
  })
  const clientSettings = createRoute({
    getParentRoute: () => root,
    path: '/clients/$clientId/settings',
    component: () => <ClientSettingsPage {...clientSettings.useParams()} />,
  })
  const clientReports = createRoute({
    getParentRoute: () => root,
    path: '/clients/$clientId/reports',
    component: () => <ClientReportsPage {...clientReports.useParams()} />,
  })
  const clientReport = createRoute({
    getParentRoute: () => root,
    path: '/clients/$clientId/reports/$reportId',
    component: () => <ClientReportPage {...clientReport.useParams()} />,
  })
  const sharedReport = createRoute({
    getParentRoute: () => root,
    path: '/r/$token',
    component: () => <SharedReportPage {...sharedReport.useParams()} />,
  })
  return [
    client,
    clientImports,
    clientMapping,
    clientLinks,
    clientSettings,
    clientReports,
    clientReport,
    sharedReport,
  ] as const
}
