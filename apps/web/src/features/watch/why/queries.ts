import type { explainSlot, ResponseOf } from '@busker/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '#shared/api'

export type Explanation = ResponseOf<typeof explainSlot>

/** Why a slot was served: written down then, so it never changes; only what it stands on can go away. */
export const useExplanation = (slotId: string) =>
  useQuery({
    queryKey: ['why', slotId],
    queryFn: ({ signal }) =>
      call<typeof explainSlot>('GET', '/v1/feed/slots/:slotId/why', { params: { slotId }, signal }),
    staleTime: 60_000,
  })
