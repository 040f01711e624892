import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { classes } from './classes.ts'

/** A reading page with its one heading, which also becomes the title of the window. */
export const Page = (props: {
  title: string
  intro?: ReactNode
  back?: ReactNode
  width?: 'narrow' | 'wide'
  children: ReactNode
}): ReactNode => {
  useEffect(() => {
    document.title = `${props.title} · Busker`
  }, [props.title])
  return (
    <div
      className={classes(
        'mx-auto w-full px-5 pt-6 pb-16 lg:px-10 lg:pt-12',
        props.width === 'wide' ? 'max-w-5xl' : 'max-w-2xl',
      )}
    >
      {props.back && <div className="mb-4 -ms-3">{props.back}</div>}
      <h1 className="text-3xl">{props.title}</h1>
      {props.intro && <div className="mt-3 max-w-prose text-ink-soft">{props.intro}</div>}
      <div className="mt-8">{props.children}</div>
    </div>
  )
}
