import './styles.css'
import type { reportViews } from '@busker/contract'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { call, createQueryClient } from '#shared/api'
import { assert } from '#shared/assert'
import { isoTime, wallMs } from '#shared/clock'
import { activateLocale, preferredLocale } from '#shared/i18n'
import type { PlayerParts } from '#shared/player'
import {
  createFactQueue,
  createFactSender,
  createSoundChoice,
  createVideoPool,
  createViewReporter,
  PlayerServices,
} from '#shared/player'
import type { KeyValueStorage } from '#shared/storage'
import { browserStorage } from '#shared/storage'
import { applyTheme, storedTheme } from '#shared/theme'
import { makeRouter } from './routes/router.tsx'

const createPlayer = (storage: KeyValueStorage): PlayerParts => {
  const queue = createFactQueue(storage)
  const sender = createFactSender(queue, {
    send: (body, { keepalive }) => call<typeof reportViews>('POST', '/v1/facts/views', { body, keepalive }),
    nowIso: () => isoTime(wallMs()),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    schedule: (afterMs, work) => {
      const timer = window.setTimeout(work, afterMs)
      return () => window.clearTimeout(timer)
    },
    get online() {
      return navigator.onLine
    },
  })
  return {
    pool: createVideoPool(),
    reporter: createViewReporter(queue, sender),
    sender,
    sound: createSoundChoice(storage),
  }
}

/** Watch reports leave with the page, return with the network, and left-over ones of earlier visits go first. */
const sendReportsInTime = ({ sender }: PlayerParts): void => {
  window.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void sender.flush({ keepalive: true })
  })
  window.addEventListener('pagehide', () => void sender.flush({ keepalive: true }))
  window.addEventListener('online', () => void sender.flush({ keepalive: false }))
  void sender.flush({ keepalive: false })
}

const keepShellForOffline = (): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Without it Busker works the same, only not offline: some browsers refuse it in private windows.
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
}

const start = async (): Promise<void> => {
  const storage = browserStorage()
  applyTheme(storedTheme(storage))
  await activateLocale(preferredLocale(storage, navigator.languages))
  const player = createPlayer(storage)
  sendReportsInTime(player)
  const element = document.getElementById('root')
  assert(element, 'index.html has an element with id root')
  createRoot(element).render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={createQueryClient()}>
        <PlayerServices value={player}>
          <RouterProvider router={makeRouter()} />
        </PlayerServices>
      </QueryClientProvider>
    </I18nProvider>,
  )
  keepShellForOffline()
}

void start()
