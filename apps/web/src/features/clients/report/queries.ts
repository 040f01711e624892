import type {
  ClientReport,
  createClientReport,
  createReportLink,
  getClientReport,
  listClientReports,
  openSharedReport,
  removeClientReport,
  removeOrganisationLogo,
  ReportEvery,
  ResponseOf,
  revokeReportLink,
  setReportSchedule,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, listenRealtime, sendBytes } from '#shared/api'
import type { Period } from '#shared/period'

const keys = {
  list: (clientId: string) => ['client-reports', clientId],
  one: (reportId: string) => ['client-report', reportId],
  shared: (token: string) => ['shared-report', token],
} as const

/** The reports of a client, newest first; one that the schedule makes meanwhile comes by itself. */
export const useReports = (clientId: string) => {
  const client = useQueryClient()
  useEffect(
    () =>
      listenRealtime((message) => {
        const isMade = message.type === 'report.made' && message.report.clientId === clientId
        if (isMade || message.type === 'reset')
          void client.invalidateQueries({ queryKey: keys.list(clientId) })
      }),
    [client, clientId],
  )
  const query = useInfiniteQuery({
    queryKey: keys.list(clientId),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listClientReports>('GET', '/v1/clients/:clientId/reports', {
        params: { clientId },
        query: pageParam === '' ? {} : { before: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => (last.more ? last.reports.at(-1)?.reportId : undefined),
    staleTime: 0,
  })
  const pages = query.data?.pages ?? []
  return { ...query, reports: pages.flatMap((page) => page.reports), head: pages[0] }
}

/** What a report says never changes; how often its links were opened does. */
export const useReport = (clientId: string, reportId: string) =>
  useQuery({
    queryKey: keys.one(reportId),
    queryFn: ({ signal }) =>
      call<typeof getClientReport>('GET', '/v1/clients/:clientId/reports/:reportId', {
        params: { clientId, reportId },
        signal,
      }),
    staleTime: 0,
  })

export const useMakeReport = (clientId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Period) =>
      call<typeof createClientReport>('POST', '/v1/clients/:clientId/reports', {
        params: { clientId },
        body,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.list(clientId) }),
  })
}

export const useRemoveReport = ({ clientId, reportId }: Pick<ClientReport, 'clientId' | 'reportId'>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      call<typeof removeClientReport>('DELETE', '/v1/clients/:clientId/reports/:reportId', {
        params: { clientId, reportId },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.list(clientId) }),
  })
}

type LinkDays = 7 | 30 | 90

/** Makes and ends links of a report; the token of a new one is in the answer and nowhere else. */
export const useReportLinks = ({ clientId, reportId }: Pick<ClientReport, 'clientId' | 'reportId'>) => {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.one(reportId) })
  const path = '/v1/clients/:clientId/reports/:reportId/links'
  const make = useMutation({
    mutationFn: (days: LinkDays) =>
      call<typeof createReportLink>('POST', path, { params: { clientId, reportId }, body: { days } }),
    onSuccess,
  })
  const end = useMutation({
    mutationFn: (linkId: string) =>
      call<typeof revokeReportLink>('DELETE', `${path}/:linkId`, { params: { clientId, reportId, linkId } }),
    onSuccess,
  })
  return { make, end }
}

type Pages = { readonly pages: readonly ResponseOf<typeof listClientReports>[] }

export const useSchedule = (clientId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (every: ReportEvery) =>
      call<typeof setReportSchedule>('PUT', '/v1/clients/:clientId/report-schedule', {
        params: { clientId },
        body: { every },
      }),
    onSuccess: ({ schedule }) => {
      client.setQueryData<Pages>(
        keys.list(clientId),
        (known) => known && { ...known, pages: known.pages.map((page) => ({ ...page, schedule })) },
      )
    },
  })
}

const logoPath = (organisationId: string): string =>
  `/v1/organisations/${encodeURIComponent(organisationId)}/logo`

/** Takes a picture, or none. `version` tells a browser that it is another one. */
export const useLogo = (clientId: string, organisationId: string) => {
  const client = useQueryClient()
  const path = logoPath(organisationId)
  const change = useMutation({
    mutationFn: async (file: File | null) => {
      if (file !== null) return sendBytes(path, file)
      await call<typeof removeOrganisationLogo>('DELETE', '/v1/organisations/:organisationId/logo', {
        params: { organisationId },
      })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.list(clientId) }),
  })
  return { change, path }
}

/** The report behind a link, for whoever has it. */
export const useSharedReport = (token: string) =>
  useQuery({
    queryKey: keys.shared(token),
    queryFn: ({ signal }) =>
      call<typeof openSharedReport>('GET', '/v1/shared-reports/:token', { params: { token }, signal }),
    // Each asking is counted as an opening.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  })
