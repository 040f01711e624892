import { createRootRoute } from '@tanstack/react-router'
import { AppShell, ErrorPage, NotFoundPage } from '#features/shell'

export const createRoot = () =>
  createRootRoute({
    component: AppShell,
    notFoundComponent: NotFoundPage,
    errorComponent: () => (
      <main>
        <ErrorPage />
      </main>
    ),
  })

export type Root = ReturnType<typeof createRoot>
