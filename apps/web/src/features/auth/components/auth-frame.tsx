import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { Awning, Mark } from '#shared/ui'

/** The ticket booth: both forms stand in it. */
export const AuthFrame = (props: { title: string; intro: ReactNode; children: ReactNode }): ReactNode => {
  useEffect(() => {
    document.title = `${props.title} · Busker`
  }, [props.title])
  return (
    <div className="limelit grid min-h-[calc(100dvh-var(--bar))] place-items-start justify-center px-4 py-8 sm:place-items-center lg:min-h-dvh">
      <div className="card w-full max-w-md overflow-hidden">
        <Awning />
        <div className="px-6 pt-6 pb-8 sm:px-9">
          <Mark className="size-14" />
          <h1 className="mt-4 text-2xl">{props.title}</h1>
          <div className="mt-2 text-sm text-ink-soft">{props.intro}</div>
          <div className="mt-7">{props.children}</div>
        </div>
      </div>
    </div>
  )
}
