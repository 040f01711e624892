import type { extendTime, getWatchTime, setTimeLimit } from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

export const timeKey = ['watch-time'] as const

export const useWatchTime = (enabled = true) =>
  useQuery({
    queryKey: timeKey,
    queryFn: ({ signal }) => call<typeof getWatchTime>('GET', '/v1/me/time', { signal }),
    select: ({ time }) => time,
    enabled,
  })

export const useSetTimeLimit = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (minutes: number | null) =>
      call<typeof setTimeLimit>('PUT', '/v1/me/time/limit', { body: { minutes } }),
    onSuccess: (answer) => client.setQueryData(timeKey, answer),
  })
}

export const useExtendTime = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (number: number) =>
      call<typeof extendTime>('PUT', '/v1/me/time/extensions/:number', { params: { number } }),
    onSuccess: (answer) => client.setQueryData(timeKey, answer),
  })
}
