import type { Answered } from '@busker/contract'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** The comment that a video answers, with the way to the video under which it stands. */
const AnswersLine = ({ answers }: { answers: Answered }): ReactNode => {
  const handle = answers.author.handle
  return (
    <Link
      to="/p/$postId"
      params={{ postId: answers.postId }}
      className="group block w-fit max-w-full min-w-0 rounded-lg border-[1.5px] border-line bg-surface px-4 py-2.5 text-start text-ink shadow-card"
    >
      <span className="block text-2xs font-semibold text-ink-soft">
        <Trans>
          Answers <bdi>@{handle}</bdi>
        </Trans>
      </span>
      <span dir="auto" className="line-clamp-2 text-sm break-words group-hover:underline">
        {answers.text}
      </span>
    </Link>
  )
}

export default AnswersLine
