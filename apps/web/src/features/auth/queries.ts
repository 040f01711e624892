import type {
  CallOf,
  getInstance,
  getMe,
  Me,
  passkeySignIn,
  passkeySignInOptions,
  signIn,
  signOut,
  signOutEverywhere,
  signUp,
} from '@busker/contract'
import type { QueryClient } from '@tanstack/react-query'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { wallMs } from '#shared/clock'
import { referralToken } from '#shared/facts'
import { call, isApiError } from '#shared/api'
import { forgetKept, readKept } from '#shared/offline'

const keys = { me: ['me'], instance: ['instance'] } as const

/** The signed-in person; `null` when nobody is, `undefined` until the server has answered. */
export const useMe = (): Me | null | undefined =>
  useQuery({
    queryKey: keys.me,
    queryFn: async ({ signal }) => {
      try {
        return await call<typeof getMe>('GET', '/v1/me', { signal })
      } catch (error) {
        // Without a network the one whose videos are kept here is taken to be here; the server judges what they do.
        const kept = isApiError(error, 'network') ? await readKept() : null
        if (kept === null) throw error
        return { me: kept.me }
      }
    },
    staleTime: Infinity,
    networkMode: 'always',
  }).data?.me

/** Name and limits of this instance. */
export const useInstance = () =>
  useQuery({
    queryKey: keys.instance,
    queryFn: ({ signal }) => call<typeof getInstance>('GET', '/v1/instance', { signal }),
    staleTime: 300_000,
  })

/** Another person sees other things: everything read as the one before is forgotten. */
const become = async (client: QueryClient, me: Me | null): Promise<void> => {
  // First, so that nothing which is shown to the new person hangs on what is forgotten.
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[0] !== 'instance' })
  client.setQueryData(keys.me, { me })
  await forgetKept()
  await client.invalidateQueries({ queryKey: keys.instance })
}

export const useSignIn = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CallOf<typeof signIn>['body']) =>
      call<typeof signIn>('POST', '/v1/auth/sign-in', { body }),
    onSuccess: ({ me }) => become(client, me),
  })
}

export const useSignUp = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (form: CallOf<typeof signUp>['body']) => {
      const shareToken = referralToken(null, wallMs())
      const body = { ...form, ...(shareToken && { shareToken }) }
      return call<typeof signUp>('POST', '/v1/auth/sign-up', { body })
    },
    onSuccess: ({ me }) => become(client, me),
  })
}

export const usePasskeySignIn = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const { challengeId, options } = await call<typeof passkeySignInOptions>(
        'POST',
        '/v1/auth/passkey/options',
        {},
      )
      const { askForPasskey } = await import('./passkey.ts')
      const credential = await askForPasskey(options)
      return call<typeof passkeySignIn>('POST', '/v1/auth/passkey', { body: { challengeId, credential } })
    },
    onSuccess: ({ me }) => become(client, me),
  })
}

export const useSignOut = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call<typeof signOut>('POST', '/v1/auth/sign-out', {}),
    onSuccess: () => become(client, null),
  })
}

export const useSignOutEverywhere = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call<typeof signOutEverywhere>('POST', '/v1/auth/sign-out-everywhere', {}),
    onSuccess: () => become(client, null),
  })
}
