import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'

/** How far below the screen a thing is prepared. */
const ahead = '400px'

/** What is shown, and asked for, only when it comes near the screen. Once there, it stays. */
export const Near = (props: { isHeld?: boolean; fallback: ReactNode; children: ReactNode }): ReactNode => {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  const { isHeld = false } = props
  useEffect(() => {
    const element = place.current
    if (!element || isHeld || isNear) return
    const seen = new IntersectionObserver(
      (entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: ahead },
    )
    seen.observe(element)
    return () => seen.disconnect()
  }, [isHeld, isNear])
  return (
    <div ref={place} className="min-w-0">
      {isNear ? props.children : props.fallback}
    </div>
  )
}
