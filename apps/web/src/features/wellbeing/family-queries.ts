import type {
  beginFamilyLink,
  endFamilyLink,
  FamilyRules,
  getFamily,
  makeFamilyCode,
  dropFamilyCode,
  readFamilyCode,
  setFamilyRules,
} from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'
import { timeKey } from './queries.ts'

const familyKey = ['family'] as const
/** While a code is out, somebody may just be using it in the next room. */
const waitingMs = 5000

export const useFamily = (enabled: boolean) =>
  useQuery({
    queryKey: familyKey,
    queryFn: ({ signal }) => call<typeof getFamily>('GET', '/v1/me/family', { signal }),
    select: ({ family }) => family,
    refetchInterval: ({ state }) => (state.data?.family.code ? waitingMs : false),
    enabled,
  })

/** Each change answers with the family as it is then. What a parent set is part of a teen's time. */
const useShown = () => {
  const client = useQueryClient()
  return (answer: Awaited<ReturnType<typeof readFamily>>): Promise<void> => {
    client.setQueryData(familyKey, answer)
    return client.invalidateQueries({ queryKey: timeKey })
  }
}
const readFamily = () => call<typeof getFamily>('GET', '/v1/me/family', {})

export const useMakeCode = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call<typeof makeFamilyCode>('POST', '/v1/me/family/code', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: familyKey }),
  })
}

export const useDropCode = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call<typeof dropFamilyCode>('DELETE', '/v1/me/family/code', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: familyKey }),
  })
}

export const useReadCode = () =>
  useMutation({
    mutationFn: (code: string) =>
      call<typeof readFamilyCode>('POST', '/v1/me/family/code/read', { body: { code } }),
  })

export const useBeginLink = () => {
  const onSuccess = useShown()
  return useMutation({
    mutationFn: ({ linkId, code }: { linkId: string; code: string }) =>
      call<typeof beginFamilyLink>('PUT', '/v1/me/family/links/:linkId', {
        params: { linkId },
        body: { code },
      }),
    onSuccess,
  })
}

export const useSetRules = (linkId: string) => {
  const onSuccess = useShown()
  return useMutation({
    mutationFn: (body: FamilyRules) =>
      call<typeof setFamilyRules>('PUT', '/v1/me/family/links/:linkId/rules', { params: { linkId }, body }),
    onSuccess,
  })
}

export const useEndLink = () => {
  const onSuccess = useShown()
  return useMutation({
    mutationFn: (linkId: string) =>
      call<typeof endFamilyLink>('DELETE', '/v1/me/family/links/:linkId', { params: { linkId } }),
    onSuccess,
  })
}
