import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { Button } from '#shared/ui'

interface List {
  readonly error: unknown
  readonly hasNextPage: boolean
  readonly isFetching: boolean
  readonly isFetchingNextPage: boolean
  readonly isPending: boolean
  fetchNextPage(): Promise<unknown>
  refetch(): Promise<unknown>
}

/** The foot of a list: loading, failed, more, or nothing. */
export const ListEnd = ({ list }: { list: List }): ReactNode => {
  const errorText = useErrorText()
  if (list.isPending)
    return (
      <div role="status" className="grid gap-3 py-2">
        <span className="sr-only">
          <Trans>Loading</Trans>
        </span>
        {[0, 1, 2].map((line) => (
          <div key={line} className="skeleton h-12 rounded-md" />
        ))}
      </div>
    )
  if (list.error)
    return (
      <div role="alert" className="grid justify-items-start gap-3 py-2">
        <p className="text-sm text-alert">{errorText(list.error)}</p>
        <Button
          look="secondary"
          icon="again"
          busy={list.isFetching}
          onClick={() => void (list.hasNextPage ? list.fetchNextPage() : list.refetch())}
        >
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  if (!list.hasNextPage) return null
  return (
    <Button
      look="secondary"
      className="mt-2 w-full"
      busy={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      <Trans>Show more</Trans>
    </Button>
  )
}
