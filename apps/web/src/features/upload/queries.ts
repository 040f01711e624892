import type { getMe, Me } from '@busker/contract'
import { useEffect, useSyncExternalStore } from 'react'
import type { MadeFrom } from '#shared/posting'
import { call, isApiError, listenRealtime } from '#shared/api'
import type { UploadLimits } from './inspect-file.ts'
import type { UploadSession } from './session.ts'
import { createUploadSession } from './session.ts'

const held: { session: UploadSession | null } = { session: null }

/** The uploads of this page. Made when first asked for; lives until the page is closed or another person sits here. */
const sessionOf = (personId: string): UploadSession => {
  if (held.session?.personId === personId) return held.session
  held.session?.close()
  held.session = createUploadSession(personId)
  return held.session
}

export const stopUploads = (): void => {
  held.session?.close()
  held.session = null
}

/** The uploads and their states, live while the caller is on the screen; nobody has none. */
export const useUploads = (me: Me | null | undefined): UploadSession => {
  const session = sessionOf(me?.personId ?? '')
  useSyncExternalStore(session.subscribe, () => session.items)
  useEffect(() => {
    if (!me) return
    session.welcomeBack()
    void session.refresh()
    return listenRealtime(session.hear)
  }, [session, me])
  return session
}

/** Hands a recording over to the uploads of this person. */
export const takeRecording = (
  personId: string,
  { file, limits, madeFrom }: { file: File; limits: UploadLimits; madeFrom: MadeFrom },
): Promise<void> => sessionOf(personId).add([{ file, limits, madeFrom, origin: 'recorded' }])

/** Goes on with what was left unsent, whatever page is opened. */
export const goOnForWhoIsHere = async (): Promise<void> => {
  try {
    const { me } = await call<typeof getMe>('GET', '/v1/me', {})
    if (me) sessionOf(me.personId)
  } catch (error) {
    // Without a server there is nothing to go on with; the upload page tries again.
    if (!isApiError(error)) throw error
  }
}
