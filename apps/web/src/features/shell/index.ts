export { AppShell } from './components/app-shell.tsx'
export { ErrorPage, NotFoundPage } from './components/error-pages.tsx'
