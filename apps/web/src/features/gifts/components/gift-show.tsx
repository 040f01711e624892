import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { wantsLessMotion } from '#shared/comfort'
import { GiftPicture } from '#features/money'

const flightMs = 1600
const restMs = 1200

const rise: Keyframe[] = [
  { transform: 'translateY(34vh) scale(0.4) rotate(-12deg)', opacity: 0 },
  { transform: 'translateY(6vh) scale(1.15) rotate(6deg)', opacity: 1, offset: 0.3 },
  { transform: 'translateY(0) scale(1) rotate(-3deg)', opacity: 1, offset: 0.7 },
  { transform: 'translateY(-18vh) scale(0.9) rotate(4deg)', opacity: 0 },
]
/** Who asked for less motion sees the same gift, which stands and goes. */
const stand: Keyframe[] = [{ opacity: 1 }, { opacity: 1, offset: 0.9 }, { opacity: 0 }]

/** A gift that flies up over the player once for each `burst`. Ornament: what was sent is said in words elsewhere. */
export const GiftShow = (props: { animation: string; burst: number; count: number }): ReactNode => {
  const host = useRef<HTMLDivElement>(null)
  const { burst } = props
  useEffect(() => {
    const element = host.current
    if (!element || burst === 0) return
    const isCalm = wantsLessMotion()
    const flight = element.animate(isCalm ? stand : rise, {
      duration: isCalm ? restMs : flightMs,
      easing: isCalm ? 'linear' : 'cubic-bezier(0.2, 0.8, 0.2, 1)',
    })
    return () => flight.cancel()
  }, [burst])
  return createPortal(
    <div
      aria-hidden="true"
      className="pointer-events-none fixed inset-x-0 top-[8vh] z-60 grid place-items-center"
    >
      <div ref={host} className="relative opacity-0">
        <GiftPicture animation={props.animation} className="size-36 drop-shadow-2xl sm:size-52" />
        {props.count > 1 && (
          <span className="absolute -end-4 -bottom-2 rounded-full bg-limelight px-4 py-1 font-display text-2xl font-bold text-on-limelight">
            ×{props.count}
          </span>
        )}
      </div>
    </div>,
    document.body,
  )
}
