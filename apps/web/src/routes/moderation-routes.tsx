import type { RouteComponent } from '@tanstack/react-router'
import { createRoute } from '@tanstack/react-router'
import {
  AppealsPage,
  CasePage,
  NoticePage,
  NoticesPage,
  NumbersPage,
  OwnReportsPage,
  QueuePage,
  TransparencyPage,
} from '#features/moderation'
import type { Root } from './root.tsx'

/** The addresses of reports, decisions and appeals. */
export const moderationRoutes = (root: Root) => {
  const at = <Path extends string>(path: Path, component: RouteComponent) =>
    createRoute({ getParentRoute: () => root, path, component })
  const oneCase = createRoute({
    getParentRoute: () => root,
    path: '/operator/reports/$caseId',
    component: () => <CasePage {...oneCase.useParams()} />,
  })
  const notice = createRoute({
    getParentRoute: () => root,
    path: '/settings/notices/$decisionId',
    component: () => <NoticePage {...notice.useParams()} />,
  })
  return [
    at('/operator/reports', QueuePage),
    oneCase,
    at('/operator/appeals', AppealsPage),
    at('/operator/moderation', NumbersPage),
    at('/settings/notices', NoticesPage),
    notice,
    at('/settings/reports', OwnReportsPage),
    at('/transparency', TransparencyPage),
  ] as const
}
