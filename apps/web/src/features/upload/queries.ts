import { useEffect, useSyncExternalStore } from 'react'
import { listenRealtime } from '#shared/api'
import type { UploadSession } from './session.ts'
import { createUploadSession } from './session.ts'

const held: { session: UploadSession | null } = { session: null }

/** The uploads of this page. Made when first asked for; lives until the page is closed. */
const uploadSession = (): UploadSession => (held.session ??= createUploadSession())

/** The uploads and their states, live while the caller is on the screen. */
export const useUploads = (signedIn: boolean): UploadSession => {
  const session = uploadSession()
  useSyncExternalStore(session.subscribe, () => session.items)
  useEffect(() => {
    if (!signedIn) return
    void session.refresh()
    return listenRealtime(session.hear)
  }, [session, signedIn])
  return session
}
