import type { Me } from '@busker/contract'
import { useRouter } from '@tanstack/react-router'
import { useRef } from 'react'
import { useSendFacts } from '#shared/facts'
import { beginAnew } from './change-of-account.ts'
import { useMe } from './queries.ts'

/** Signing in where somebody may be signed in already: they stay so, and what they watched is theirs. */
export const useArrival = () => {
  const { history } = useRouter()
  const sendFacts = useSendFacts()
  const me = useMe()
  const was = useRef<string | null>(null)
  return {
    before: async (): Promise<void> => {
      was.current = me?.personId ?? null
      if (me) await sendFacts()
    },
    at: (next: Me, path: string): void => {
      if (was.current !== null && was.current !== next.personId) void beginAnew(path)
      else history.push(path)
    },
  }
}
