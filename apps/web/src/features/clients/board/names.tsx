import type { getClientNames } from '@busker/contract'
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { call } from '#shared/api'
import { shortId } from './words.ts'

type Kind = 'product' | 'sku' | 'video'
/** What the files call it; the end of its id where they have no name for it. */
type NameOf = (kind: Kind, id: string) => string

const byId: NameOf = (_kind, id) => shortId(id)
const Names = createContext<NameOf>(byId)

/** Titles of videos are whole captions; the first words tell one from another. */
const longest = 40
const cut = (name: string): string => {
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment)
  return letters.length <= longest
    ? name
    : `${letters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
}

/** Names change only with an import. */
const freshMs = 300_000

/** Gives everything below it the names of this client's goods and videos. Without them ids stand there. */
export const NamesOfClient = (props: { clientId: string; children: ReactNode }): ReactNode => {
  const { data } = useQuery({
    queryKey: ['client-names', props.clientId],
    staleTime: freshMs,
    queryFn: ({ signal }) =>
      call<typeof getClientNames>('GET', '/v1/clients/:clientId/names', {
        params: { clientId: props.clientId },
        signal,
      }),
  })
  const nameOf = useMemo((): NameOf => {
    if (data === undefined) return byId
    const names = new Map(
      [
        ['product', data.products] as const,
        ['sku', data.skus] as const,
        ['video', data.videos] as const,
      ].flatMap(([kind, list]) => list.map(({ id, name }): [string, string] => [`${kind} ${id}`, cut(name)])),
    )
    return (kind, id) => names.get(`${kind} ${id}`) ?? shortId(id)
  }, [data])
  return <Names value={nameOf}>{props.children}</Names>
}

export const useNameOf = (): NameOf => useContext(Names)
