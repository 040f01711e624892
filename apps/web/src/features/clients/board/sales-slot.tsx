import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { LoadFailed, type Measured } from '#features/numbers'
import { isApiError } from '#shared/api'
import { Hint } from '#shared/ui'
import { useSales, type SalesRequest } from './queries.ts'

export const SalesSkeleton = ({ className = 'h-96' }: { className?: string }): ReactNode => (
  <div role="status">
    <span className="sr-only">
      <Trans>Loading</Trans>
    </span>
    <div className={`skeleton rounded-lg ${className}`} />
  </div>
)

/** Asks for the numbers of a group and shows it when they are there. */
export const SalesSlot = (props: {
  request: SalesRequest
  children: (measured: Measured) => ReactNode
}): ReactNode => {
  const { data, error, refetch, isFetching } = useSales(props.request)
  if (data) return props.children(data)
  // The period and the numbers are the board's own, so that only too many rows can be what does not fit.
  if (isApiError(error, 'invalid_request'))
    return (
      <Hint quiet>
        <Trans>There are more rows than fit into one answer. Choose a shorter period above.</Trans>
      </Hint>
    )
  if (error) return <LoadFailed error={error} busy={isFetching} onRetry={() => void refetch()} />
  return <SalesSkeleton />
}
