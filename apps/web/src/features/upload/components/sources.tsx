import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { ChosenComment } from '#features/lineage'
import { ChosenSound } from '#features/topics'
import type { MadeFrom } from '#shared/posting'

const fallback = <div className="skeleton h-13 rounded-lg" />

/** What a video is made from, each with the way to leave it. */
export const Sources = (props: {
  madeFrom: MadeFrom
  /** Left out: it stays as it is. */
  onChange?: ((madeFrom: MadeFrom) => void) | undefined
}): ReactNode => {
  const { soundId, answers } = props.madeFrom
  const { onChange } = props
  return (
    <>
      {answers !== null && (
        <Suspense fallback={fallback}>
          <ChosenComment
            comment={answers}
            onRemove={onChange && (() => onChange({ soundId, answers: null }))}
          />
        </Suspense>
      )}
      {soundId !== null && (
        <Suspense fallback={fallback}>
          <ChosenSound
            soundId={soundId}
            onRemove={onChange && (() => onChange({ soundId: null, answers }))}
          />
        </Suspense>
      )}
    </>
  )
}
