import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import type { SceneName } from './scenes.tsx'

/** The first page seldom needs a drawing, and never waits for one. */
const Scene = lazy(() => import('./scenes.tsx'))

/** What a list or page shows instead of content: a drawing, a sentence and the next step. */
export const EmptyState = (props: {
  scene: SceneName
  title: ReactNode
  text?: ReactNode
  children?: ReactNode
  headingLevel?: 1 | 2
}): ReactNode => {
  const Heading = props.headingLevel === 1 ? 'h1' : 'h2'
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-10 text-center">
      <Suspense fallback={<div className="aspect-[240/172] w-60 max-w-full" />}>
        <Scene name={props.scene} />
      </Suspense>
      <Heading className="mt-5 text-2xl">{props.title}</Heading>
      {props.text && <p className="mt-3 text-ink-soft">{props.text}</p>}
      {props.children && <div className="mt-7 flex flex-wrap justify-center gap-3">{props.children}</div>}
    </div>
  )
}
