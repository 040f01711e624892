import { useEffect, useRef, useState } from 'react'

/** Plays a sound without its picture. It ends with the page that plays it. */
export const useListening = (url: string | null): { playing: boolean; toggle: () => void } => {
  const audio = useRef<HTMLAudioElement | null>(null)
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (url === null) return
    const element = new Audio()
    // Nothing is loaded before somebody wants to hear it.
    element.preload = 'none'
    element.src = url
    element.addEventListener('play', () => setPlaying(true))
    for (const end of ['pause', 'ended', 'error']) element.addEventListener(end, () => setPlaying(false))
    audio.current = element
    return () => {
      element.pause()
      element.removeAttribute('src')
      audio.current = null
      setPlaying(false)
    }
  }, [url])
  const toggle = (): void => {
    const element = audio.current
    if (!element) return
    if (!element.paused) return element.pause()
    // A browser that refuses leaves the button as it was.
    element.play().catch(() => setPlaying(false))
  }
  return { playing, toggle }
}
