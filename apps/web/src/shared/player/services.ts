import { createContext, useContext } from 'react'
import { assert } from '#shared/assert'
import type { PlayerChoice } from './choices.ts'
import type { Link } from './link.ts'
import type { QualityReporter } from './quality-reporter.ts'
import type { VideoPool } from './video-pool.ts'
import type { ViewReporter } from './view-reporter.ts'

/** The long-lived parts of the player, made once by the entry and handed down. */
export interface PlayerParts {
  readonly pool: VideoPool
  readonly link: Link
  readonly reporter: ViewReporter
  readonly quality: QualityReporter
  readonly sound: PlayerChoice
  readonly captions: PlayerChoice
  /** The blurred picture of a thumbhash. */
  readonly blurOf: (thumbhash: string) => string | null
}

export const PlayerServices = createContext<PlayerParts | null>(null)

export const usePlayerServices = (): PlayerParts => {
  const services = useContext(PlayerServices)
  assert(services !== null, 'PlayerServices must be provided by the entry')
  return services
}
