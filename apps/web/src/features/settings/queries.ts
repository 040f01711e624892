import type { addPasskey, listPasskeys, passkeyRegistrationOptions, removePasskey } from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

const passkeysKey = ['passkeys'] as const

export const usePasskeys = () =>
  useQuery({
    queryKey: passkeysKey,
    queryFn: ({ signal }) => call<typeof listPasskeys>('GET', '/v1/passkeys', { signal }),
    select: ({ passkeys }) => passkeys,
  })

export const useAddPasskey = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (label: string) => {
      const { options } = await call<typeof passkeyRegistrationOptions>(
        'POST',
        '/v1/passkeys/registration-options',
        {},
      )
      const { makePasskey } = await import('./passkey.ts')
      const credential = await makePasskey(options)
      return call<typeof addPasskey>('POST', '/v1/passkeys', { body: { credential, label } })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: passkeysKey }),
  })
}

export const useRemovePasskey = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (passkeyId: string) =>
      call<typeof removePasskey>('DELETE', '/v1/passkeys/:passkeyId', { params: { passkeyId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: passkeysKey }),
  })
}
