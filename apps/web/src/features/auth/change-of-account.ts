import { uuidv7 } from '#shared/clock'
import { browserStorage } from '#shared/storage'

const key = 'busker.account-changed'
const shellPrefix = 'busker-shell-'

/** What was stored of answers belongs to who asked; the shell is the same for everybody. */
const forgetStoredAnswers = async (): Promise<void> => {
  if (!('caches' in window)) return
  const names = await caches.keys()
  await Promise.all(names.filter((name) => !name.startsWith(shellPrefix)).map((name) => caches.delete(name)))
}

/**
 * Another account is active in this browser: the page begins anew, so that nothing in memory is of the account before,
 * and the other windows do the same.
 */
export const beginAnew = async (path: string): Promise<void> => {
  await forgetStoredAnswers()
  browserStorage().set(key, uuidv7())
  window.location.assign(path)
}

/** Loads the page again when another window changed the account, also one that comes back from the history. */
export const followOtherWindows = (): void => {
  const seen = browserStorage().get(key)
  window.addEventListener('storage', (event) => {
    if (event.key === key) window.location.reload()
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted && browserStorage().get(key) !== seen) window.location.reload()
  })
}
