import type {
  addBell,
  confirmMail,
  getMail,
  MailLocale,
  OwnMail,
  Profile,
  removeBell,
  removeMail,
  setMail,
  unsubscribeMail,
} from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { followScope } from '#features/social'
import { call } from '#shared/api'

const mailKey = ['own-mail'] as const

export const useOwnMail = (enabled: boolean) =>
  useQuery({
    queryKey: mailKey,
    queryFn: ({ signal }) => call<typeof getMail>('GET', '/v1/me/mail', { signal }),
    select: ({ mail }) => mail,
    enabled,
  })

/** Claims an address, or takes it off (null). */
export const useSetMail = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: { address: string; locale: MailLocale } | null): Promise<{ mail: OwnMail }> =>
      wish === null
        ? call<typeof removeMail>('DELETE', '/v1/me/mail', {})
        : call<typeof setMail>('PUT', '/v1/me/mail', { body: wish }),
    onSuccess: (answer) => client.setQueryData(mailKey, answer),
  })
}

export const useConfirmMail = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (token: string) => call<typeof confirmMail>('POST', '/v1/mail/confirm', { body: { token } }),
    onSuccess: () => client.invalidateQueries({ queryKey: mailKey }),
  })
}

export const useEndMail = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (token: string) =>
      call<typeof unsubscribeMail>('POST', '/v1/mail/unsubscribe/:token', { params: { token } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['inbox-settings'] }),
  })
}

/** Rings for each new video of somebody, or does not any more. */
export const useBell = ({ handle, personId }: Pick<Profile, 'handle' | 'personId'>) => {
  const client = useQueryClient()
  const key = ['profile', handle]
  const show = (bellByMe: boolean) =>
    client.setQueryData<{ profile: Profile }>(key, (known) =>
      known === undefined ? known : { profile: { ...known.profile, bellByMe } },
    )
  return useMutation({
    scope: followScope(personId),
    mutationFn: (on: boolean) =>
      on
        ? call<typeof addBell>('PUT', '/v1/people/:handle/bell', { params: { handle } })
        : call<typeof removeBell>('DELETE', '/v1/people/:handle/bell', { params: { handle } }),
    onMutate: (on) => void show(on),
    onSuccess: ({ bellByMe }) => show(bellByMe),
    onError: () => client.invalidateQueries({ queryKey: key }),
  })
}
