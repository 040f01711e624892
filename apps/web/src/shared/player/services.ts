import { createContext, useContext } from 'react'
import { assert } from '#shared/assert'
import type { FactSender } from './fact-sender.ts'
import type { SoundChoice } from './sound.ts'
import type { VideoPool } from './video-pool.ts'
import type { ViewReporter } from './view-reporter.ts'

/** The long-lived parts of the player, made once by the entry and handed down. */
export interface PlayerParts {
  readonly pool: VideoPool
  readonly reporter: ViewReporter
  readonly sender: FactSender
  readonly sound: SoundChoice
}

export const PlayerServices = createContext<PlayerParts | null>(null)

export const usePlayerServices = (): PlayerParts => {
  const services = useContext(PlayerServices)
  assert(services !== null, 'PlayerServices must be provided by the entry')
  return services
}
