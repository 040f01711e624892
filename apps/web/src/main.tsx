import './styles.css'
import type { reportPlayback, reportViews } from '@busker/contract'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { goOnWithUploads } from '#features/upload'
import { call, createQueryClient } from '#shared/api'
import { assert } from '#shared/assert'
import { isoTime, wallMs } from '#shared/clock'
import { activateLocale, preferredLocale } from '#shared/i18n'
import type { FactSender, PlayerParts, SenderWorld } from '#shared/player'
import {
  createCaptionChoice,
  createFactSender,
  createLink,
  createPlaybackQueue,
  createQualityReporter,
  createSoundChoice,
  createThumbhashUrls,
  createVideoPool,
  createViewQueue,
  createViewReporter,
  PlayerServices,
} from '#shared/player'
import type { KeyValueStorage } from '#shared/storage'
import { browserStorage, visitStorage } from '#shared/storage'
import { applyTheme, storedTheme } from '#shared/theme'
import { makeRouter } from './routes/router.tsx'

const senderWorld = <Event,>(send: SenderWorld<Event>['send']): SenderWorld<Event> => ({
  send,
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

const createPlayer = (storage: KeyValueStorage): { player: PlayerParts; senders: FactSender[] } => {
  const views = createViewQueue(storage)
  const viewSender = createFactSender(
    views,
    senderWorld((body, { keepalive }) =>
      call<typeof reportViews>('POST', '/v1/facts/views', { body, keepalive }),
    ),
  )
  const playings = createPlaybackQueue(storage)
  const playingSender = createFactSender(
    playings,
    senderWorld((body, { keepalive }) =>
      call<typeof reportPlayback>('POST', '/v1/facts/playback', { body, keepalive }),
    ),
  )
  const player = {
    pool: createVideoPool(),
    link: createLink(visitStorage()),
    reporter: createViewReporter(views, viewSender),
    quality: createQualityReporter(playings, playingSender),
    sound: createSoundChoice(storage),
    captions: createCaptionChoice(storage),
    blurOf: createThumbhashUrls(),
  }
  return { player, senders: [viewSender, playingSender] }
}

/** Reports leave with the page, return with the network, and left-over ones of earlier visits go first. */
const sendReportsInTime = (senders: readonly FactSender[]): void => {
  const flush = (keepalive: boolean): void => {
    for (const sender of senders) void sender.flush({ keepalive })
  }
  window.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush(true))
  window.addEventListener('pagehide', () => flush(true))
  window.addEventListener('online', () => flush(false))
  flush(false)
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
  const { player, senders } = createPlayer(storage)
  sendReportsInTime(senders)
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
  goOnWithUploads(storage)
}

void start()
