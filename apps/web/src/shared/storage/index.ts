/** What this application keeps in the browser. Every access may fail (private mode, full disk) and must not matter. */
export interface KeyValueStorage {
  get(key: string): string | null
  /** False when the value could not be kept. */
  set(key: string, value: string): boolean
  remove(key: string): void
  keys(prefix: string): string[]
}

/** Storage that forgets at the end of the page: for tests, and when the browser refuses to keep anything. */
export const memoryStorage = (): KeyValueStorage => {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => {
      values.set(key, value)
      return true
    },
    remove: (key) => void values.delete(key),
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  }
}

const keysOf = (store: Storage): string[] =>
  Array.from({ length: store.length }, (_, index) => store.key(index)).filter((key) => key !== null)

const storageIn = (place: 'localStorage' | 'sessionStorage'): KeyValueStorage => {
  let store: Storage
  try {
    store = window[place]
    store.getItem('busker')
  } catch {
    return memoryStorage()
  }
  return {
    get: (key) => store.getItem(key),
    set: (key, value) => {
      try {
        store.setItem(key, value)
        return true
      } catch {
        return false
      }
    },
    remove: (key) => store.removeItem(key),
    keys: (prefix) => keysOf(store).filter((key) => key.startsWith(prefix)),
  }
}

/** localStorage, or memory when the browser does not give it. */
export const browserStorage = (): KeyValueStorage => storageIn('localStorage')

/** What is forgotten when the tab is closed. */
export const visitStorage = (): KeyValueStorage => storageIn('sessionStorage')
