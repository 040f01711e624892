import type { RouteComponent } from '@tanstack/react-router'
import { createRoute, createRouter } from '@tanstack/react-router'
import { SignInPage, SignUpPage } from '#features/auth'
import { ClientsPage } from '#features/clients'
import { EarnedGiftsPage, EarningsPage, PayoutsPage, StatementPage, StatementsPage } from '#features/earnings'
import { FeedPage } from '#features/feed'
import { FundPage } from '#features/fund'
import { ConfirmMailPage, InboxPage, InboxSettingsPage, MailOffPage } from '#features/inbox'
import { DefinitionsPage, PlatformPage } from '#features/numbers'
import { MediaPage } from '#features/operator'
import { ReferencePage } from '#features/reference'
import { EditProfilePage, SettingsPage } from '#features/settings'
import { ErrorPage } from '#features/shell'
import { HiddenPeoplePage, SavedPage } from '#features/social'
import { StudioPage } from '#features/studio'
import { FeedSettingsPage, ParametersPage, TastePage } from '#features/taste'
import { CoinsPage, FundAdminPage, JournalsPage, PayoutQueuePage, TreasuryPage } from '#features/treasury'
import { CheckoutBackPage, PurchasePage, WalletPage } from '#features/wallet'
import { WelcomePage } from '#features/welcome'
import { FamilyPage, TimePage } from '#features/wellbeing'
import { clientRoutes } from './client-routes.tsx'
import { moderationRoutes } from './moderation-routes.tsx'
import { postRoutes } from './post-routes.tsx'
import { createRoot } from './root.tsx'
import { searchRoutes } from './search-routes.tsx'

/** One line per address. Every page but the feed is loaded when it is opened. */
const makeRoutes = () => {
  const root = createRoot()
  const at = <Path extends string>(path: Path, component: RouteComponent) =>
    createRoute({ getParentRoute: () => root, path, component })
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
  return root.addChildren([
    at('/', FeedPage),
    at('/sign-in', SignInPage),
    at('/sign-up', SignUpPage),
    at('/welcome', WelcomePage),
    at('/settings', SettingsPage),
    at('/settings/profile', EditProfilePage),
    at('/settings/people', HiddenPeoplePage),
    at('/settings/feed', FeedSettingsPage),
    at('/settings/taste', TastePage),
    at('/settings/time', TimePage),
    at('/settings/family', FamilyPage),
    at('/family', FamilyPage),
    at('/settings/notifications', InboxSettingsPage),
    at('/inbox', InboxPage),
    at('/mail/confirm', ConfirmMailPage),
    at('/mail/off', MailOffPage),
    at('/feed/parameters', ParametersPage),
    at('/saved', SavedPage),
    at('/definitions', DefinitionsPage),
    at('/clients', ClientsPage),
    ...clientRoutes(root),
    ...postRoutes(root),
    ...searchRoutes(root),
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
    ...moderationRoutes(root),
  ])
}

export const makeRouter = () =>
  createRouter({ routeTree: makeRoutes(), scrollRestoration: true, defaultErrorComponent: ErrorPage })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
