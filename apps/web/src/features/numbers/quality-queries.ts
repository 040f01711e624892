import type {
  getDataQuality,
  markWarningSeen,
  QualityWarning,
  ResponseOf,
  unmarkWarningSeen,
} from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

const refreshMs = 60_000
const key = ['operator', 'data-quality']
const seenPath = '/v1/operator/data-quality/warnings/:warningId/seen'

export interface OpenWarnings {
  /** Nobody has seen them, or they have risen since. */
  readonly inFront: readonly QualityWarning[]
  readonly seen: readonly QualityWarning[]
}

const isSeen = ({ seen }: QualityWarning): boolean => seen !== null && seen.returnedAt === null

const openOnes = ({ warnings }: ResponseOf<typeof getDataQuality>): OpenWarnings => {
  const open = warnings.filter(({ state }) => state === 'open')
  return { inFront: open.filter((warning) => !isSeen(warning)), seen: open.filter(isSeen) }
}

/** Client versions that lose views right now. */
export const useOpenWarnings = (isOperator: boolean) =>
  useQuery({
    queryKey: key,
    enabled: isOperator,
    refetchInterval: refreshMs,
    queryFn: ({ signal }) =>
      call<typeof getDataQuality>('GET', '/v1/operator/data-quality', { query: {}, signal }),
    select: openOnes,
  })

/** Marks a warning as seen with a note; with null takes the mark away. */
export const useSeeWarning = (warningId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (note: string | null) =>
      note === null
        ? call<typeof unmarkWarningSeen>('DELETE', seenPath, { params: { warningId } })
        : call<typeof markWarningSeen>('PUT', seenPath, { params: { warningId }, body: { note } }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}
