import type {
  applyForRewards,
  getRewardEligibility,
  getRewardProgramme,
  leaveRewards,
  listRewardPeriods,
  ResponseOf,
} from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

const fundKey = ['fund'] as const
const eligibilityKey = [...fundKey, 'eligibility'] as const

export type Eligibility = ResponseOf<typeof getRewardEligibility>

export const useProgramme = () =>
  useQuery({
    queryKey: [...fundKey, 'programme'],
    queryFn: ({ signal }) => call<typeof getRewardProgramme>('GET', '/v1/rewards/programme', { signal }),
  })

export const useEligibility = (enabled: boolean) =>
  useQuery({
    queryKey: eligibilityKey,
    queryFn: ({ signal }) => call<typeof getRewardEligibility>('GET', '/v1/rewards/eligibility', { signal }),
    staleTime: 0,
    enabled,
  })

export const usePeriods = () =>
  useQuery({
    queryKey: [...fundKey, 'periods'],
    queryFn: ({ signal }) => call<typeof listRewardPeriods>('GET', '/v1/rewards/periods', { signal }),
    select: ({ periods }) => periods,
  })

/** Whatever comes of it, the checks are read anew: the numbers and the terms may have moved. */
export const useApply = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (termsVersion: number) =>
      call<typeof applyForRewards>('POST', '/v1/rewards/membership', { body: { termsVersion } }),
    onSettled: () => client.invalidateQueries({ queryKey: fundKey }),
  })
}

export const useLeave = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call<typeof leaveRewards>('DELETE', '/v1/rewards/membership', {}),
    onSettled: () => client.invalidateQueries({ queryKey: fundKey }),
  })
}
