import type {
  CallOf,
  changeOwnMetric,
  changeTarget,
  createOwnMetric,
  createTarget,
  getOwnMetricCourse,
  listOwnMetrics,
  OwnMetric,
  OwnRecipeBody,
  previewOwnMetric,
  removeOwnMetric,
  removeTarget,
  Target,
} from '@busker/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, listenRealtime } from '#shared/api'

/** Below the key of the board: an import makes it anew with everything else there. */
const boardKey = (clientId: string) => ['client-board', clientId]
const listKey = (clientId: string) => [...boardKey(clientId), 'own-metrics']

const refreshMs = 60_000

/** What the members of a client composed, with numbers and targets. */
export const useOwnMetrics = (clientId: string) =>
  useQuery({
    queryKey: listKey(clientId),
    refetchInterval: refreshMs,
    queryFn: ({ signal }) =>
      call<typeof listOwnMetrics>('GET', '/v1/clients/:clientId/metrics', { params: { clientId }, signal }),
    select: ({ metrics }) => metrics,
  })

/** A metric day by day. Its version and the states of its targets are part of the key: each has another course. */
export const useCourse = ({ clientId, ownMetricId, version, targets, composed }: OwnMetric) =>
  useQuery({
    queryKey: [
      ...[...boardKey(clientId), 'own-course', ownMetricId, version, composed?.measured.asOf],
      targets.map(({ targetId, value, bound, watchedFrom }) => [targetId, value, bound, watchedFrom]),
    ],
    enabled: composed?.watchable === true,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call<typeof getOwnMetricCourse>('GET', '/v1/clients/:clientId/metrics/:ownMetricId/course', {
        params: { clientId, ownMetricId },
        signal,
      }),
  })

/** What a recipe would give; null: nothing is chosen yet. */
export const usePreview = (clientId: string, recipe: OwnRecipeBody | null) =>
  useQuery({
    queryKey: [...boardKey(clientId), 'own-preview', recipe],
    enabled: recipe !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const body = {
        recipe: recipe ?? { numerator: '-', denominator: null, filters: [], window: 28 as const },
      }
      return call<typeof previewOwnMetric>('POST', '/v1/clients/:clientId/metrics/preview', {
        ...{ params: { clientId }, body, signal },
      })
    },
  })

const useAnew = (clientId: string) => {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: listKey(clientId) })
}

/** Composing and changing: without an id it is a new metric. */
export const useSaveMetric = (clientId: string) => {
  const onSuccess = useAnew(clientId)
  return useMutation({
    mutationFn: ({
      ownMetricId,
      body,
    }: {
      ownMetricId?: string
      body: CallOf<typeof createOwnMetric>['body']
    }) =>
      ownMetricId === undefined
        ? call<typeof createOwnMetric>('POST', '/v1/clients/:clientId/metrics', {
            params: { clientId },
            body,
          })
        : call<typeof changeOwnMetric>('PUT', '/v1/clients/:clientId/metrics/:ownMetricId', {
            params: { clientId, ownMetricId },
            body,
          }),
    onSuccess,
  })
}

export const useRemoveMetric = (clientId: string) => {
  const onSuccess = useAnew(clientId)
  return useMutation({
    mutationFn: (ownMetricId: string) =>
      call<typeof removeOwnMetric>('DELETE', '/v1/clients/:clientId/metrics/:ownMetricId', {
        params: { clientId, ownMetricId },
      }),
    onSuccess,
  })
}

/** Setting and changing: without an id it is a new target. */
export const useSaveTarget = ({ clientId, ownMetricId }: Pick<OwnMetric, 'clientId' | 'ownMetricId'>) => {
  const onSuccess = useAnew(clientId)
  return useMutation({
    mutationFn: ({ targetId, body }: { targetId?: string; body: CallOf<typeof changeTarget>['body'] }) =>
      targetId === undefined
        ? call<typeof createTarget>('POST', '/v1/clients/:clientId/targets', {
            params: { clientId },
            body: { ownMetricId, ...body },
          })
        : call<typeof changeTarget>('PUT', '/v1/clients/:clientId/targets/:targetId', {
            params: { clientId, targetId },
            body,
          }),
    onSuccess,
  })
}

export const useRemoveTarget = (clientId: string) => {
  const onSuccess = useAnew(clientId)
  return useMutation({
    mutationFn: (targetId: string) =>
      call<typeof removeTarget>('DELETE', '/v1/clients/:clientId/targets/:targetId', {
        params: { clientId, targetId },
      }),
    onSuccess,
  })
}

/** Hears while the board is open when a target of this client is missed or met again. */
export const useTargetNews = (clientId: string, onNews: (target: Target) => void): void => {
  const client = useQueryClient()
  useEffect(
    () =>
      listenRealtime((message) => {
        const isOurs = message.type === 'target.changed' && message.target.clientId === clientId
        if (isOurs) onNews(message.target)
        if (isOurs || message.type === 'reset') void client.invalidateQueries({ queryKey: listKey(clientId) })
      }),
    [client, clientId, onNews],
  )
}
