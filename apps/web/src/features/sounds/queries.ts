import type { getSound, Sound } from '@busker/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '#shared/api'

export const soundKey = (soundId: string) => ['sound', soundId] as const

const convertingMs = 2000

/** Whether the video that a sound comes from is out, but not in any file yet. */
export const isConverting = (sound: Sound | null | undefined): boolean =>
  sound?.source?.playback.renditions.length === 0

/** The smallest file in which a sound is heard; null: it cannot be played now. */
export const heardAt = (sound: Sound | null | undefined): string | null =>
  sound?.source?.playback.renditions[0]?.url ?? null

export const useSound = (soundId: string | null) =>
  useQuery({
    queryKey: soundKey(soundId ?? ''),
    queryFn: ({ signal }) =>
      call<typeof getSound>('GET', '/v1/sounds/:soundId', { params: { soundId: soundId ?? '' }, signal }),
    select: ({ sound }) => sound,
    enabled: soundId !== null,
    // While its video is still being converted there is no file to hear it from.
    refetchInterval: ({ state }) => (isConverting(state.data?.sound) ? convertingMs : false),
  })
