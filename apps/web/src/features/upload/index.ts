import { lazy } from 'react'
import type { KeyValueStorage } from '#shared/storage'
import type { UploadLimits } from './inspect-file.ts'

export { refusalText } from './refusals.ts'

export const UploadPage = lazy(() => import('./components/upload-page.tsx'))

/** Goes on with uploads that an earlier page left unsent. Their code is loaded only when there are any. */
export const goOnWithUploads = (storage: KeyValueStorage): void => {
  const isUnsent = (key: string): boolean => storage.get(key)?.includes('"hasFile":true') === true
  if (!storage.keys('busker.upload.').some(isUnsent)) return
  void import('./queries.ts').then(({ goOnForWhoIsHere }) => goOnForWhoIsHere())
}

/** Hands a recording over to the uploads of this person; it is kept until the server has it. */
export const takeRecording = async (
  personId: string,
  recording: { file: File; limits: UploadLimits },
): Promise<void> => {
  const uploads = await import('./queries.ts')
  await uploads.takeRecording(personId, recording)
}
