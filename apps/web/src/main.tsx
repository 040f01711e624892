import './styles.css'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { followOtherWindows } from '#features/auth'
import { goOnWithLikes } from '#features/social'
import { goOnWithUploads } from '#features/upload'
import { createQueryClient } from '#shared/api'
import { assert } from '#shared/assert'
import { isoTime, uuidv7, wallMs } from '#shared/clock'
import { applyMotion, comfortOf, savesData } from '#shared/comfort'
import type { ActionReporter, Facts } from '#shared/facts'
import { createActionReporter, createFacts, FactServices, sendInTime } from '#shared/facts'
import { activateLocale, preferredLocale } from '#shared/i18n'
import type { PlayerParts } from '#shared/player'
import {
  createCaptionChoice,
  createLink,
  createQualityReporter,
  createSoundChoice,
  createThumbhashUrls,
  createVideoPool,
  createViewReporter,
  PlayerServices,
} from '#shared/player'
import type { KeyValueStorage } from '#shared/storage'
import { browserStorage, visitStorage } from '#shared/storage'
import { applyTheme, storedTheme } from '#shared/theme'
import { makeRouter } from './routes/router.tsx'

const createPlayer = (storage: KeyValueStorage, facts: Facts): PlayerParts => ({
  pool: createVideoPool(),
  link: createLink(visitStorage(), (hint) => savesData(comfortOf(storage), hint)),
  reporter: createViewReporter(facts.views),
  quality: createQualityReporter(facts.playings),
  sound: createSoundChoice(storage),
  captions: createCaptionChoice(storage),
  blurOf: createThumbhashUrls(),
})

/** Coming to the foreground is an opening, also when the page was there before. */
const tellOpenings = (actions: ActionReporter): void => {
  const tell = (): void => {
    if (document.visibilityState === 'visible') actions.opened()
  }
  document.addEventListener('visibilitychange', tell)
  tell()
}

const keepShellForOffline = (): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Without it Busker works the same, only not offline: some browsers refuse it in private windows.
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
}

const start = async (): Promise<void> => {
  const storage = browserStorage()
  applyTheme(storedTheme(storage))
  applyMotion(comfortOf(storage))
  await activateLocale(preferredLocale(storage, navigator.languages))
  const facts = createFacts(storage)
  const player = createPlayer(storage, facts)
  const actions = createActionReporter(facts.actions, { storage, nowMs: wallMs, isoTime, uuid: uuidv7 })
  sendInTime(facts)
  // Whoever reads a report that was sent to them is no visitor of the platform.
  const isGuest = window.location.pathname.startsWith('/r/')
  if (!isGuest) tellOpenings(actions)
  const element = document.getElementById('root')
  assert(element, 'index.html has an element with id root')
  createRoot(element).render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={createQueryClient()}>
        <FactServices value={{ actions, facts }}>
          <PlayerServices value={player}>
            <RouterProvider router={makeRouter()} />
          </PlayerServices>
        </FactServices>
      </QueryClientProvider>
    </I18nProvider>,
  )
  if (isGuest) return
  followOtherWindows()
  keepShellForOffline()
  goOnWithUploads(storage)
  goOnWithLikes(storage)
}

void start()
