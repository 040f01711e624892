import type { closeReport, listReports } from '@busker/contract'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

const reportsKey = ['reports'] as const

/** Open reports, newest first: for those who answer for the instance. */
export const useReports = (enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: reportsKey,
    queryFn: ({ pageParam, signal }) =>
      call<typeof listReports>('GET', '/v1/operator/reports', {
        query: { limit: 30, ...(pageParam !== '' && { before: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => (last.more ? last.reports.at(-1)?.reportId : undefined),
    staleTime: 0,
    enabled,
  })
  return { ...query, reports: query.data?.pages.flatMap((page) => page.reports) ?? [] }
}

export const useCloseReport = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reportId: string) =>
      call<typeof closeReport>('PUT', '/v1/operator/reports/:reportId/closed', { params: { reportId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: reportsKey }),
  })
}
