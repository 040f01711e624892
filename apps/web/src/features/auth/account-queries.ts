import type { listAccountsHere, PersonId, signOutAllHere, signOutHere, switchAccount } from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'
import { useSendFacts } from '#shared/facts'
import { beginAnew } from './change-of-account.ts'

/** Keeps what is on its way with the account that is on: uploads, and what was watched. */
type Leaving = () => Promise<void>

/** The accounts that are signed in in this browser, the active one first. */
export const useAccountsHere = () =>
  useQuery({
    queryKey: ['accounts-here'],
    queryFn: ({ signal }) => call<typeof listAccountsHere>('GET', '/v1/accounts', { signal }),
    select: ({ accounts }) => accounts,
    staleTime: 0,
  })

/** Acts as another account that is signed in here. The page begins anew. */
export const useSwitchAccount = (leave: Leaving) => {
  const sendFacts = useSendFacts()
  return useMutation({
    mutationFn: async (personId: PersonId) => {
      await Promise.all([sendFacts(), leave()])
      await call<typeof switchAccount>('PUT', '/v1/accounts/active', { body: { personId } })
      await beginAnew('/')
    },
  })
}

/** Ends the sessions of one account in this browser, or of all. The page begins anew when the active one is among them. */
export const useSignOutHere = (leave: Leaving) => {
  const client = useQueryClient()
  const sendFacts = useSendFacts()
  return useMutation({
    mutationFn: async (whose: { readonly personId: PersonId; readonly isActive: boolean } | 'all') => {
      if (whose === 'all') {
        await Promise.all([sendFacts(), leave()])
        await call<typeof signOutAllHere>('DELETE', '/v1/accounts', {})
        return beginAnew('/')
      }
      await call<typeof signOutHere>('DELETE', '/v1/accounts/:personId', {
        params: { personId: whose.personId },
      })
      if (whose.isActive) await beginAnew('/')
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['accounts-here'] }),
  })
}
