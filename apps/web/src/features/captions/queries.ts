import type { deleteCaption, listCaptions, putCaption, recogniseCaptions } from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, listenRealtime } from '#shared/api'

const keyOf = (assetId: string) => ['captions', assetId] as const
const runningMs = 5000

/** The captions of one of the caller's videos, live: a recognition that ends shows what it heard. */
export const useCaptions = (assetId: string) => {
  const client = useQueryClient()
  useEffect(
    () =>
      listenRealtime((message) => {
        const concerns = message.type === 'asset.changed' && message.asset.assetId === assetId
        if (concerns || message.type === 'reset') void client.invalidateQueries({ queryKey: keyOf(assetId) })
      }),
    [client, assetId],
  )
  return useQuery({
    queryKey: keyOf(assetId),
    queryFn: ({ signal }) =>
      call<typeof listCaptions>('GET', '/v1/assets/:assetId/captions', { params: { assetId }, signal }),
    // A message may be lost with the connection.
    refetchInterval: ({ state }) => (state.data?.recognition?.state === 'running' ? runningMs : false),
  })
}

const useRefresh = (assetId: string) => {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: keyOf(assetId) })
}

/** Saves WebVTT or SRT in one language; answers with what is kept. */
export const useSaveCaption = (assetId: string) => {
  const refresh = useRefresh(assetId)
  return useMutation({
    mutationFn: ({ language, label, vtt }: { language: string; label: string; vtt: string }) =>
      call<typeof putCaption>('PUT', '/v1/assets/:assetId/captions/:language', {
        params: { assetId, language },
        body: { label, vtt },
      }),
    onSuccess: refresh,
  })
}

export const useDeleteCaption = (assetId: string) => {
  const refresh = useRefresh(assetId)
  return useMutation({
    mutationFn: (language: string) =>
      call<typeof deleteCaption>('DELETE', '/v1/assets/:assetId/captions/:language', {
        params: { assetId, language },
      }),
    onSuccess: refresh,
  })
}

export const useRecognise = (assetId: string) => {
  const refresh = useRefresh(assetId)
  return useMutation({
    mutationFn: () =>
      call<typeof recogniseCaptions>('POST', '/v1/assets/:assetId/captions/recognise', {
        params: { assetId },
      }),
    onSuccess: refresh,
  })
}
