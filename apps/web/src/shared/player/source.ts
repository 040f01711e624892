import type { Playback, Rendition } from '@busker/contract'
import type { RenditionQuestion } from './choose-rendition.ts'
import { chooseRendition } from './choose-rendition.ts'

/** Why a video cannot be played. */
export type Failure = 'network' | 'decode' | 'unsupported' | 'gone'

/** What an element can be given to play. */
export type Source =
  | { readonly kind: 'file'; readonly rendition: Rendition }
  | { readonly kind: 'stream'; readonly url: string }
  /** The conversion has nothing to show yet, or it is being started again. */
  | { readonly kind: 'none' }

/** Files before streams: they start in a third of the time. */
export const sourceOf = (
  { renditions, streamUrl }: Playback,
  conditions: Omit<RenditionQuestion, 'renditions'>,
): Source => {
  const rendition = chooseRendition({ renditions, ...conditions })
  if (rendition !== null) return { kind: 'file', rendition }
  return streamUrl === null ? { kind: 'none' } : { kind: 'stream', url: streamUrl }
}

/** What a media element says about its failure. */
export const failureOf = (error: MediaError | null): Failure => {
  if (error?.code === MediaError.MEDIA_ERR_DECODE) return 'decode'
  return error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED ? 'unsupported' : 'network'
}

/** The asset that a media address belongs to. */
export const assetIdOf = (url: string): string | null => /\/v1\/media\/([^/]+)\//.exec(url)?.[1] ?? null
