import type { getDataQuality, QualityWarning } from '@busker/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '#shared/api'

const refreshMs = 60_000

/** Client versions that lose views right now. */
export const useOpenWarnings = (isOperator: boolean) =>
  useQuery({
    queryKey: ['operator', 'data-quality'],
    enabled: isOperator,
    refetchInterval: refreshMs,
    queryFn: ({ signal }) =>
      call<typeof getDataQuality>('GET', '/v1/operator/data-quality', { query: {}, signal }),
    select: ({ warnings }): readonly QualityWarning[] => warnings.filter(({ state }) => state === 'open'),
  })
