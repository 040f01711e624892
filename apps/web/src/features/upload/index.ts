import { lazy } from 'react'
import { withWords } from '#shared/i18n'
import type { MadeFrom } from '#shared/posting'
import { browserStorage, type KeyValueStorage } from '#shared/storage'
import type { UploadLimits } from './inspect-file.ts'

export { refusalText } from './refusals.ts'
export type { UploadSearch } from './upload-search.ts'

export const UploadPage = lazy(withWords('making', () => import('./components/upload-page.tsx')))

/** Goes on with uploads that an earlier page left unsent. Their code is loaded only when there are any. */
export const goOnWithUploads = (storage: KeyValueStorage): void => {
  const isUnsent = (key: string): boolean => storage.get(key)?.includes('"hasFile":true') === true
  if (!storage.keys('busker.upload.').some(isUnsent)) return
  void import('./queries.ts').then(({ goOnForWhoIsHere }) => goOnForWhoIsHere())
}

/** Stops what is being sent: another person sits here from now on. It goes on when its owner is back. */
export const stopUploads = async (): Promise<void> => {
  if (browserStorage().keys('busker.upload.').length === 0) return
  const uploads = await import('./queries.ts')
  uploads.stopUploads()
}

/** Hands a recording over to the uploads of this person; it is kept until the server has it. */
export const takeRecording = async (
  personId: string,
  recording: { file: File; limits: UploadLimits; madeFrom: MadeFrom },
): Promise<void> => {
  const uploads = await import('./queries.ts')
  await uploads.takeRecording(personId, recording)
}
