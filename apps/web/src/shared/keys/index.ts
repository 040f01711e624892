import { useEffect, useRef } from 'react'
import { browserStorage } from '#shared/storage'
import type { Stroke } from './dispatcher.ts'
import { createKeyDispatcher } from './dispatcher.ts'
import type { KeyActions, KeyPart } from './key-map.ts'
import { keyMap } from './key-map.ts'

export { keyMap } from './key-map.ts'
export type { KeyActions, KeyPart } from './key-map.ts'

const storageKey = 'busker.keys'

/** Whether single characters do something. Arrows, page keys and space always do. */
export const usesCharacters = (): boolean => browserStorage().get(storageKey) !== 'off'
export const chooseCharacters = (on: boolean): void =>
  void browserStorage().set(storageKey, on ? 'on' : 'off')

const dispatcher = createKeyDispatcher(usesCharacters)

const focusOf = (target: EventTarget | null): Stroke['on'] => {
  if (!(target instanceof Element)) return 'page'
  if (target.closest('input[type=range], [role=slider]')) return 'slider'
  if (target.closest('input, textarea, select, [contenteditable], [role=textbox], [role=combobox]'))
    return 'text'
  return target.closest('button, a, summary, [role=button], [role=tab], [role=option]') ? 'control' : 'page'
}

const strokeOf = (event: KeyboardEvent): Stroke => ({
  key: event.key,
  shiftKey: event.shiftKey,
  repeat: event.repeat,
  atMs: event.timeStamp,
  on: focusOf(event.target),
  inDialog: document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null,
  isModified: event.ctrlKey || event.metaKey || event.altKey || event.isComposing,
})

const onKey = (event: KeyboardEvent): void => {
  if (!event.defaultPrevented && dispatcher.press(strokeOf(event))) event.preventDefault()
}

const listening = { parts: 0 }
const listen = (): (() => void) => {
  if (listening.parts++ === 0) document.addEventListener('keydown', onKey)
  return () => {
    if (--listening.parts === 0) document.removeEventListener('keydown', onKey)
  }
}

/** Binds all keys of a part while it is on. What they do may change with every render. */
export const useKeys = <Part extends KeyPart>(part: Part, actions: KeyActions<Part>, isOn = true): void => {
  const newest = useRef(actions)
  useEffect(() => {
    newest.current = actions
  })
  useEffect(() => {
    if (!isOn) return
    const names = Object.keys(keyMap[part])
    const calls = names.map((name) => [name, () => newest.current[name as keyof KeyActions<Part>]()])
    // Made of the names of this very part.
    const unbind = dispatcher.bind(part, Object.fromEntries(calls) as KeyActions<Part>)
    const stop = listen()
    return () => {
      unbind()
      stop()
    }
  }, [part, isOn])
}
