import { useEffect } from 'react'

/** Single letters that act wherever the focus is, except where one types or a dialog is open. */
export const useKeys = (keys: Readonly<Record<string, () => void>>, active: boolean): void => {
  useEffect(() => {
    if (!active) return
    const onKey = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof Element &&
        event.target.closest('input:not([type=checkbox]), textarea, select, video, [role=dialog]')
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      const act = keys[event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [active, keys])
}
