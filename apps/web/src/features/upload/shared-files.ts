import { useQuery, useQueryClient } from '@tanstack/react-query'

/** As the worker writes them, in `worker/shared-files.ts`. */
const cacheName = 'busker-shared'
const key = ['shared-files'] as const

const fileOf = async (answer: Response): Promise<File> => {
  const { headers } = answer
  const name = decodeURIComponent(headers.get('busker-name') ?? 'video')
  const lastModified = Number(headers.get('busker-modified') ?? 0)
  return new File([await answer.blob()], name, { type: headers.get('content-type') ?? '', lastModified })
}

const readShared = async (): Promise<readonly File[]> => {
  if (!('caches' in window) || !(await caches.has(cacheName))) return []
  const cache = await caches.open(cacheName)
  const answers = await Promise.all((await cache.keys()).map((request) => cache.match(request)))
  return Promise.all(answers.filter((answer) => answer !== undefined).map(fileOf))
}

/** What another app shared and nobody has decided about yet. */
export const useSharedFiles = () => {
  const client = useQueryClient()
  const { data } = useQuery({ queryKey: key, queryFn: readShared, networkMode: 'always', staleTime: 0 })
  const forget = async (): Promise<void> => {
    await caches.delete(cacheName)
    client.setQueryData<readonly File[]>(key, [])
  }
  return { files: data, forget }
}
