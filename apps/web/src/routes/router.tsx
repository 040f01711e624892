import type { RouteComponent } from '@tanstack/react-router'
import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { SignInPage, SignUpPage } from '#features/auth'
import { CaptionEditorPage, CaptionsPage } from '#features/captions'
import { RecordPage } from '#features/capture'
import {
  ClientPage,
  ClientReportPage,
  ClientReportsPage,
  ClientSettingsPage,
  ClientsPage,
  ImportsPage,
  LinksPage,
  MappingPage,
  SharedReportPage,
} from '#features/clients'
import { EarnedGiftsPage, EarningsPage, PayoutsPage, StatementPage, StatementsPage } from '#features/earnings'
import { FeedPage } from '#features/feed'
import { FundPage } from '#features/fund'
import { DefinitionsPage, PlatformPage } from '#features/numbers'
import { MediaPage } from '#features/operator'
import { PostPage } from '#features/post'
import { StatsPage } from '#features/post-stats'
import { ProfilePage } from '#features/profile'
import { ReferencePage } from '#features/reference'
import { SettingsPage } from '#features/settings'
import { AppShell, ErrorPage, NotFoundPage } from '#features/shell'
import { HiddenPeoplePage, ReportsPage, SavedPage, ShareLandingPage } from '#features/social'
import { StudioPage } from '#features/studio'
import { FeedSettingsPage, ParametersPage, TastePage } from '#features/taste'
import { CoinsPage, FundAdminPage, JournalsPage, PayoutQueuePage, TreasuryPage } from '#features/treasury'
import { UploadPage } from '#features/upload'
import { CheckoutBackPage, PurchasePage, WalletPage } from '#features/wallet'

/** One line per address. Every page but the feed is loaded when it is opened. */
const makeRoutes = () => {
  const root = createRootRoute({
    component: AppShell,
    notFoundComponent: NotFoundPage,
    errorComponent: () => (
      <main>
        <ErrorPage />
      </main>
    ),
  })
  const at = <Path extends string>(path: Path, component: RouteComponent) =>
    createRoute({ getParentRoute: () => root, path, component })
  const post = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId',
    component: () => <PostPage {...post.useParams()} />,
  })
  const stats = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId/stats',
    component: () => <StatsPage {...stats.useParams()} />,
  })
  const captions = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId/captions',
    component: () => <CaptionsPage {...captions.useParams()} />,
  })
  const captionEditor = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId/captions/$language',
    component: () => <CaptionEditorPage {...captionEditor.useParams()} />,
  })
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
  const share = createRoute({
    getParentRoute: () => root,
    path: '/s/$token',
    component: () => <ShareLandingPage {...share.useParams()} />,
  })
  const statement = createRoute({
    getParentRoute: () => root,
    path: '/earnings/statements/$periodId',
    component: () => <StatementPage {...statement.useParams()} />,
  })
  const purchase = createRoute({
    getParentRoute: () => root,
    path: '/wallet/purchases/$purchaseId',
    component: () => <PurchasePage {...purchase.useParams()} />,
  })
  const profile = createRoute({
    getParentRoute: () => root,
    path: '/@{$handle}',
    beforeLoad: ({ params: { handle } }) => {
      // Handles are lower case; an address typed otherwise means the same person.
      if (handle !== handle.toLowerCase())
        throw redirect({ to: '/@{$handle}', params: { handle: handle.toLowerCase() } })
    },
    component: () => <ProfilePage {...profile.useParams()} />,
  })
  return root.addChildren([
    at('/', FeedPage),
    at('/upload', UploadPage),
    at('/upload/record', RecordPage),
    at('/sign-in', SignInPage),
    at('/sign-up', SignUpPage),
    at('/settings', SettingsPage),
    at('/settings/people', HiddenPeoplePage),
    at('/settings/feed', FeedSettingsPage),
    at('/settings/taste', TastePage),
    at('/feed/parameters', ParametersPage),
    at('/saved', SavedPage),
    at('/definitions', DefinitionsPage),
    at('/clients', ClientsPage),
    client,
    clientImports,
    clientMapping,
    clientLinks,
    clientSettings,
    clientReports,
    clientReport,
    sharedReport,
    at('/studio', StudioPage),
    at('/wallet', WalletPage),
    at('/wallet/back', CheckoutBackPage),
    purchase,
    at('/earnings', EarningsPage),
    at('/earnings/gifts', EarnedGiftsPage),
    at('/earnings/payouts', PayoutsPage),
    at('/earnings/statements', StatementsPage),
    statement,
    at('/fund', FundPage),
    at('/operator/money', TreasuryPage),
    at('/operator/money/payouts', PayoutQueuePage),
    at('/operator/money/fund', FundAdminPage),
    at('/operator/money/coins', CoinsPage),
    at('/operator/money/journals', JournalsPage),
    at('/operator/numbers', PlatformPage),
    at('/operator/media', MediaPage),
    at('/operator/reference', ReferencePage),
    at('/operator/reports', ReportsPage),
    post,
    stats,
    captions,
    captionEditor,
    share,
    profile,
  ])
}

export const makeRouter = () =>
  createRouter({ routeTree: makeRoutes(), scrollRestoration: true, defaultErrorComponent: ErrorPage })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
