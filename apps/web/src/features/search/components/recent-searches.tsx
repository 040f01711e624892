import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { Button, Icon, IconButton, toast } from '#shared/ui'
import { useForgetSearches, useRecentSearches } from '../queries.ts'

/** What the person searched last, to search it again or to forget it. */
export const RecentSearches = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const errorText = useErrorText()
  const { data: searches = [] } = useRecentSearches(Boolean(me))
  const forget = useForgetSearches()
  const remove = (q: string | null): void => forget.mutate(q, { onError: (error) => toast(errorText(error)) })
  if (searches.length === 0) return null
  return (
    <section className="mt-8 grid gap-2">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-lg">
          <Trans>Your last searches</Trans>
        </h2>
        <Button look="quiet" busy={forget.isPending} onClick={() => remove(null)}>
          <Trans>Forget all</Trans>
        </Button>
      </div>
      <ul className="grid divide-y divide-line">
        {searches.map(({ text }) => (
          <li key={text} className="flex items-center gap-2">
            <Link
              to="/search"
              search={{ q: text }}
              className="flex min-h-12 min-w-0 flex-1 items-center gap-3 hover:underline"
            >
              <Icon name="clock" className="size-5 shrink-0 text-ink-soft" />
              <bdi className="truncate">{text}</bdi>
            </Link>
            <IconButton
              icon="close"
              label={t`Forget ${text}`}
              onClick={() => remove(text)}
              className="hover:bg-raised"
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
