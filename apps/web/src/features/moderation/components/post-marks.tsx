import type { PublishedPost } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { shortTime } from '#shared/format'
import { Pill } from '#shared/ui'
import { labelWords } from '../words.ts'

/** What everybody should know about a video: what moderators say about it, for whom it is, and what was changed since. */
const PostMarks = ({ post }: { post: PublishedPost }): ReactNode => {
  const { t, i18n } = useLingui()
  const words = new Map<string, string>(
    Object.entries(labelWords()).map(([label, message]) => [label, i18n._(message)]),
  )
  const { labels, minimumAge, editedAt, replacedAt } = post
  return (
    <div className="grid gap-1.5">
      {(labels.length > 0 || minimumAge !== null) && (
        <ul className="flex flex-wrap gap-2" aria-label={t`What moderators say about this video`}>
          {labels.map((label) => (
            <li key={label}>
              <Pill tone="waiting" icon="shield">
                {words.get(label) ?? label}
              </Pill>
            </li>
          ))}
          {minimumAge !== null && (
            <li>
              <Pill tone="waiting" icon="alert">
                <Trans>From {minimumAge} years</Trans>
              </Pill>
            </li>
          )}
        </ul>
      )}
      {(editedAt !== null || replacedAt !== null) && (
        <p className="flex flex-wrap gap-x-3 text-xs text-on-stage-soft lg:text-ink-soft">
          {editedAt !== null && (
            <time dateTime={editedAt}>
              <Trans>Words changed {shortTime(editedAt, i18n.locale)}</Trans>
            </time>
          )}
          {replacedAt !== null && (
            <time dateTime={replacedAt}>
              <Trans>Video replaced {shortTime(replacedAt, i18n.locale)}</Trans>
            </time>
          )}
        </p>
      )}
    </div>
  )
}

export default PostMarks
