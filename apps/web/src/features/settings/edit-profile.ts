import { ownPicturePath, type editProfile, type removePicture } from '@busker/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call, sendBytes } from '#shared/api'

export interface ProfileWords {
  readonly displayName: string
  readonly bio: string
  readonly link: string | null
}

/** Whoever is here, and their page, are read anew. */
const useReadAnew = () => {
  const client = useQueryClient()
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['me'] }),
      client.invalidateQueries({ queryKey: ['profile'] }),
    ])
}

export const useEditProfile = () =>
  useMutation({
    mutationFn: (body: ProfileWords) => call<typeof editProfile>('PATCH', '/v1/me/profile', { body }),
    onSuccess: useReadAnew(),
  })

/** Takes a picture, or none. */
export const useChangePicture = () =>
  useMutation({
    mutationFn: async (file: Blob | null) => {
      if (file !== null) return sendBytes(ownPicturePath, file)
      await call<typeof removePicture>('DELETE', ownPicturePath, {})
    },
    onSuccess: useReadAnew(),
  })
