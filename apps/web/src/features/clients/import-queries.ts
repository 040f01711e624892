import type {
  answerImport,
  CallOf,
  createImport,
  discardImport,
  FileImport,
  forgetMapping,
  getImport,
  ImportMapping,
  listImportFormats,
  listImports,
  listMappings,
  listRefusedLines,
  mapImport,
  ResponseOf,
  undoImport,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, listenRealtime } from '#shared/api'
import { clientKeys } from './queries.ts'

type Page = ResponseOf<typeof listImports>
interface Pages {
  readonly pages: readonly Page[]
  readonly pageParams: readonly string[]
}

const moving: ReadonlySet<FileImport['state']> = new Set(['uploading', 'waiting', 'reading'])
/** Colleagues' imports are not told, so that a list in which something moves looks again now and then. */
const lookAgainMs = 5000

/** What was imported for a client, newest first. */
export const useImports = (clientId: string) => {
  const query = useInfiniteQuery({
    queryKey: clientKeys.imports(clientId),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listImports>('GET', '/v1/clients/:clientId/imports', {
        params: { clientId },
        query: pageParam === '' ? {} : { before: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => (last.more ? last.imports.at(-1)?.importId : undefined),
    staleTime: 0,
    refetchInterval: ({ state }) => {
      const all = state.data?.pages.flatMap((page) => page.imports) ?? []
      return all.some((one) => moving.has(one.state)) ? lookAgainMs : false
    },
  })
  const imports = query.data?.pages.flatMap((page) => page.imports) ?? []
  return { ...query, imports, maximumBytes: query.data?.pages[0]?.maximumBytes }
}

export const useImport = (importId: string) =>
  useQuery({
    queryKey: clientKeys.import(importId),
    queryFn: ({ signal }) =>
      call<typeof getImport>('GET', '/v1/imports/:importId', { params: { importId }, signal }),
    select: (answer) => answer.import,
    staleTime: 0,
  })

const replaced = (pages: Pages, changed: FileImport): Pages => ({
  ...pages,
  pages: pages.pages.map((page) => ({
    ...page,
    imports: page.imports.map((one) => (one.importId === changed.importId ? changed : one)),
  })),
})

/** Puts an import as it stands now wherever it is shown; one that is new is read with its list. */
const useShow = () => {
  const client = useQueryClient()
  return async (changed: FileImport): Promise<void> => {
    const key = clientKeys.imports(changed.clientId)
    client.setQueryData(clientKeys.import(changed.importId), { import: changed })
    const list = client.getQueryData<Pages>(key)
    const isListed = list?.pages.some((page) =>
      page.imports.some(({ importId }) => importId === changed.importId),
    )
    if (list && isListed) client.setQueryData(key, replaced(list, changed))
    else await client.invalidateQueries({ queryKey: key })
    if (changed.state === 'done' || changed.state === 'undone')
      await client.invalidateQueries({ queryKey: ['client-board', changed.clientId] })
  }
}

/** Follows the imports of the signed-in person while a page that shows them is open. */
export const useImportChanges = (clientId: string): void => {
  const client = useQueryClient()
  const show = useShow()
  useEffect(
    () =>
      listenRealtime((message) => {
        if (message.type === 'import.changed' && message.import.clientId === clientId)
          void show(message.import)
        if (message.type === 'reset')
          void client.invalidateQueries({ queryKey: clientKeys.imports(clientId) })
      }),
    // What `show` does hangs on the cache alone, which never changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, clientId],
  )
}

export const announceImport = (
  clientId: string,
  body: CallOf<typeof createImport>['body'],
): Promise<ResponseOf<typeof createImport>> =>
  call<typeof createImport>('POST', '/v1/clients/:clientId/imports', { params: { clientId }, body })

/** What can be done to an import. */
export const useImportActions = (importId: string) => {
  const show = useShow()
  const onSuccess = (answer: { readonly import: FileImport }): Promise<void> => show(answer.import)
  const params = { importId }
  const answer = useMutation({
    mutationFn: (body: CallOf<typeof answerImport>['body']) =>
      call<typeof answerImport>('POST', '/v1/imports/:importId/answer', { params, body }),
    onSuccess,
  })
  const map = useMutation({
    mutationFn: (body: ImportMapping) =>
      call<typeof mapImport>('POST', '/v1/imports/:importId/mapping', { params, body }),
    onSuccess,
  })
  const discard = useMutation({
    mutationFn: () => call<typeof discardImport>('DELETE', '/v1/imports/:importId', { params }),
    onSuccess,
  })
  const undo = useMutation({
    mutationFn: (undone: boolean) =>
      call<typeof undoImport>('PUT', '/v1/imports/:importId/undone', { params, body: { undone } }),
    onSuccess,
  })
  return { answer, map, discard, undo }
}

/** The files that are understood, and what a column of each can be. */
export const useImportFormats = () =>
  useQuery({
    queryKey: clientKeys.formats,
    queryFn: ({ signal }) => call<typeof listImportFormats>('GET', '/v1/import-formats', { signal }),
    select: ({ formats }) => formats,
    staleTime: Infinity,
  })

/** Lines of a file that were not taken. */
export const useRefusedLines = (importId: string, enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: clientKeys.refused(importId),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listRefusedLines>('GET', '/v1/imports/:importId/refused', {
        params: { importId },
        query: { after: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.more ? last.lines.at(-1)?.ordinal : undefined),
    enabled,
  })
  return { ...query, lines: query.data?.pages.flatMap((page) => page.lines) ?? [] }
}

/** What was said about columns. */
export const useMappings = (clientId: string) =>
  useQuery({
    queryKey: clientKeys.mappings(clientId),
    queryFn: ({ signal }) =>
      call<typeof listMappings>('GET', '/v1/clients/:clientId/mappings', {
        params: { clientId },
        signal,
      }),
    select: ({ mappings }) => mappings,
    staleTime: 0,
  })

export const useForgetMapping = (clientId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (signature: string) =>
      call<typeof forgetMapping>('DELETE', '/v1/clients/:clientId/mappings/:signature', {
        params: { clientId, signature },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: clientKeys.mappings(clientId) }),
  })
}
