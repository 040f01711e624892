import { useEffect, useRef } from 'react'
import type { Take } from './use-take.ts'

interface Playing {
  readonly audio: HTMLAudioElement
  readonly context: AudioContext
}

const close = ({ audio, context }: Playing): void => {
  audio.pause()
  void context.close()
}

/** A stream with the picture of the camera and, in the place of the microphone, the sound of a file, which is also heard. */
const mix = (stream: MediaStream, url: string): Playing & { readonly mixed: MediaStream } => {
  const audio = new Audio(url)
  const context = new AudioContext()
  const source = context.createMediaElementSource(audio)
  const track = context.createMediaStreamDestination()
  source.connect(track)
  source.connect(context.destination)
  const mixed = new MediaStream([...stream.getVideoTracks(), ...track.stream.getAudioTracks()])
  return { audio, context, mixed }
}

/**
 * Plays a sound along with a take: from its beginning when the take begins, and it rests when the take rests. What is
 * recorded is the sound itself, not what the microphone hears of it.
 */
export const useSoundAlong = (
  url: string | null,
  state: Take['state'],
): { readonly withSound: (stream: MediaStream) => MediaStream } => {
  const playing = useRef<Playing | null>(null)
  const stop = (): void => {
    if (playing.current) close(playing.current)
    playing.current = null
  }
  useEffect(() => {
    const { current } = playing
    if (!current) return
    if (state === 'paused') current.audio.pause()
    else if (state === 'recording') {
      void current.context.resume()
      // A sound that cannot be played leaves a silent video, which can be looked at before it is used.
      current.audio.play().catch(() => undefined)
    } else if (state !== 'counting') stop()
  }, [state])
  useEffect(() => stop, [])
  return {
    withSound: (stream) => {
      stop()
      if (url === null) return stream
      const { mixed, ...rest } = mix(stream, url)
      playing.current = rest
      return mixed
    },
  }
}
