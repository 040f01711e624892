import { useCallback, useRef } from 'react'
import { isApiError } from '#shared/api'
import { uuidv7 } from '#shared/clock'

/** The answer was lost or the server broke: what was asked may have happened. */
const mayHaveHappened = (error: unknown): boolean =>
  isApiError(error) && (error.code === 'network' || error.status >= 500)

/**
 * Keys of requests that move money. The same contents sent again after a lost answer go out under the same key, so that
 * they count once; other contents, or a request that was answered, get a new one.
 */
export const useRequestKey = () => {
  const open = useRef({ contents: '', key: '' })
  const keyFor = useCallback((contents: string): string => {
    if (open.current.contents !== contents || open.current.key === '')
      open.current = { contents, key: uuidv7() }
    return open.current.key
  }, [])
  /** Tells what became of the request; `null`: it was answered well. */
  const ended = useCallback((error: unknown): void => {
    if (!mayHaveHappened(error)) open.current = { contents: '', key: '' }
  }, [])
  return { keyFor, ended }
}
