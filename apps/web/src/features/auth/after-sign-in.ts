import { visitStorage } from '#shared/storage'

const key = 'busker.after-sign-in'

/** Where a person wanted to go when they were asked to sign in. */
export const goOnWith = (path: `/${string}`): void => void visitStorage().set(key, path)

/** Says it once; the feed when they wanted nothing else. */
export const takeGoingOn = (): `/${string}` => {
  const storage = visitStorage()
  const path = storage.get(key)
  storage.remove(key)
  return path?.startsWith('/') === true && !path.startsWith('//') ? `/${path.slice(1)}` : '/'
}
