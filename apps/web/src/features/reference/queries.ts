import type {
  listReferences,
  listReferenceVersions,
  previewReference,
  ReferenceTableName,
  ResponseOf,
  saveReference,
  withdrawReference,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

export type ReferenceTable = ResponseOf<typeof listReferences>['tables'][number]

const referenceKey = ['reference'] as const

/** The tables, and the version of each that numbers are made of. */
export const useReferences = (enabled: boolean) =>
  useQuery({
    queryKey: [...referenceKey, 'tables'],
    queryFn: ({ signal }) => call<typeof listReferences>('GET', '/v1/operator/reference', { signal }),
    select: ({ tables }) => tables,
    staleTime: 0,
    enabled,
  })

/** Every version of a table, newest first. */
export const useVersions = (table: ReferenceTableName, enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: [...referenceKey, 'versions', table],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listReferenceVersions>('GET', '/v1/operator/reference/:table/versions', {
        params: { table },
        query: pageParam === '' ? {} : { before: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => (last.more ? last.versions.at(-1)?.versionId : undefined),
    staleTime: 0,
    enabled,
  })
  return { ...query, versions: query.data?.pages.flatMap((page) => page.versions) ?? [] }
}

/** What the server reads in a file. Nothing is kept. */
export const usePreview = (table: ReferenceTableName) =>
  useMutation({
    mutationFn: (text: string) =>
      call<typeof previewReference>('POST', '/v1/operator/reference/:table/preview', {
        params: { table },
        body: { text },
      }),
  })

/** Numbers that are made of the tables are asked for anew when a table changes. */
const useRefresh = () => {
  const client = useQueryClient()
  return () =>
    Promise.all(
      [referenceKey, ['board'], ['board-days'], ['tree-values']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
}

export const useSave = (table: ReferenceTableName) => {
  const onSuccess = useRefresh()
  return useMutation({
    mutationFn: (body: { source: string; text: string }) =>
      call<typeof saveReference>('POST', '/v1/operator/reference/:table/versions', {
        params: { table },
        body,
      }),
    onSuccess,
  })
}

export const useWithdraw = () => {
  const onSuccess = useRefresh()
  return useMutation({
    mutationFn: (versionId: string) =>
      call<typeof withdrawReference>('PUT', '/v1/operator/reference/versions/:versionId/withdrawn', {
        params: { versionId },
      }),
    onSuccess,
  })
}
