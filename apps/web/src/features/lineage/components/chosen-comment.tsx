import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import type { AnsweredComment } from '#shared/posting'
import { ChosenFrame } from '#shared/chosen'
import { useAnsweredComment } from '../queries.ts'

/** The comment that a new video is to answer, with the way to leave it. */
const ChosenComment = (props: {
  comment: AnsweredComment
  onRemove?: (() => void) | undefined
}): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { data, error } = useAnsweredComment(props.comment)
  const isGone = isApiError(error, 'not_found') || data?.state === 'removed'
  const handle = data?.author?.handle ?? ''
  return (
    <ChosenFrame icon="reply" removeLabel={t`Without this comment`} onRemove={props.onRemove}>
      {isGone ? (
        <p role="alert" className="font-semibold text-alert">
          <Trans>This comment cannot be answered any more. Post the video without it.</Trans>
        </p>
      ) : error ? (
        <p role="alert" className="font-semibold text-alert">
          {errorText(error)}
        </p>
      ) : data === undefined ? (
        <p className="text-ink-soft">
          <Trans>Reading the comment</Trans>
        </p>
      ) : (
        <>
          <p className="text-xs text-ink-soft">
            <Trans>
              Answers <bdi>@{handle}</bdi>
            </Trans>
          </p>
          <p dir="auto" className="line-clamp-3 font-semibold break-words">
            {data.text}
          </p>
        </>
      )}
    </ChosenFrame>
  )
}

export default ChosenComment
