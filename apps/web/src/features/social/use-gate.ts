import { useCallback, useState } from 'react'
import { useMe } from '#features/auth'
import { isApiError, useErrorText } from '#shared/api'
import { toast } from '#shared/ui'

/** Lets through what needs an account, or asks to sign in: also when the session ended without this page knowing. */
export const useGate = () => {
  const me = useMe()
  const errorText = useErrorText()
  const [asks, setAsks] = useState(false)
  const ask = useCallback(() => setAsks(true), [])
  const close = useCallback(() => setAsks(false), [])
  const pass = useCallback((work: () => void) => (me === null ? setAsks(true) : work()), [me])
  const fail = useCallback(
    (error: unknown) => (isApiError(error, 'not_signed_in') ? setAsks(true) : toast(errorText(error))),
    [errorText],
  )
  return { asks, ask, close, pass, fail }
}
