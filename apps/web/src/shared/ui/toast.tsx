import type { ReactNode } from 'react'
import { useEffect, useSyncExternalStore } from 'react'

interface Note {
  readonly id: number
  readonly text: string
}
const showMs = 4500
const shown: { note: Note | null; readonly listeners: Set<() => void> } = { note: null, listeners: new Set() }

const change = (note: Note | null): void => {
  shown.note = note
  for (const listener of shown.listeners) listener()
}

/** Says one sentence in passing. A new one replaces the old one. */
export const toast = (text: string): void => change({ id: (shown.note?.id ?? 0) + 1, text })

const subscribe = (listener: () => void): (() => void) => {
  shown.listeners.add(listener)
  return () => shown.listeners.delete(listener)
}

/** Where toasts appear; the region exists from the start so that screen readers listen to it. */
export const Toaster = (): ReactNode => {
  const note = useSyncExternalStore(subscribe, () => shown.note)
  useEffect(() => {
    if (note === null) return
    const timer = window.setTimeout(() => change(null), showMs)
    return () => window.clearTimeout(timer)
  }, [note])
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-24 z-50 flex justify-center px-4 lg:bottom-8"
    >
      {note && (
        <p
          key={note.id}
          className="animate-rise rounded-full bg-ink px-5 py-3 text-sm font-semibold text-paper shadow-stage"
        >
          {note.text}
        </p>
      )}
    </div>
  )
}
