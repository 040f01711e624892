import type { KeyActions, KeyPart } from './key-map.ts'
import { keyMap } from './key-map.ts'

/** What of a keyboard event decides. */
export interface Stroke {
  readonly key: string
  readonly shiftKey: boolean
  /** The key is held down. */
  readonly repeat: boolean
  readonly atMs: number
  /** What has the focus: text, something that is moved by arrows, something that is pressed, or nothing of these. */
  readonly on: 'text' | 'slider' | 'control' | 'page'
  readonly inDialog: boolean
  /** With Control, Alt or Meta it belongs to the browser. */
  readonly isModified: boolean
}

export interface KeyDispatcher {
  /** The last one to bind a part has it, until it lets go. */
  bind<Part extends KeyPart>(part: Part, actions: KeyActions<Part>): () => void
  /** True when something was done. */
  press(stroke: Stroke): boolean
}

/** Between the two keys of a sequence there is at most this. */
const sequenceMs = 1200

const isCharacter = (key: string): boolean => key.length === 1 && key !== ' '

/** A letter with the caps lock on is that letter; with Shift it is another key. */
const nameOf = ({ key, shiftKey }: Stroke): string | null => {
  if (!/^[a-z]$/i.test(key)) return key
  return shiftKey ? null : key.toLowerCase()
}

const isForUs = (stroke: Stroke, charactersToo: boolean): boolean => {
  if (stroke.isModified || stroke.inDialog || stroke.on === 'text') return false
  if (stroke.on === 'control' && stroke.key === ' ') return false
  const moves = stroke.key.startsWith('Arrow') || stroke.key.startsWith('Page')
  if (stroke.on === 'slider' && (moves || stroke.key === ' ')) return false
  return charactersToo || !isCharacter(stroke.key)
}

const findAction = (name: string): { readonly part: KeyPart; readonly action: string } | null => {
  for (const [part, actions] of Object.entries(keyMap))
    for (const [action, keys] of Object.entries(actions))
      // The keys of the map are the parts.
      if ((keys as readonly string[]).includes(name)) return { part: part as KeyPart, action }
  return null
}

const isPrefix = (name: string): boolean =>
  Object.values(keyMap)
    .flatMap((actions) => Object.values(actions).flat())
    .some((key: string) => key.startsWith(`${name} `))

/** Decides what a key does. Single characters can be switched off: who dictates sends many of them unawares. */
export const createKeyDispatcher = (charactersToo: () => boolean): KeyDispatcher => {
  const bound = new Map<KeyPart, Readonly<Record<string, () => void>>[]>()
  let begun: { readonly name: string; readonly atMs: number } | null = null

  const run = (name: string, repeat: boolean): boolean => {
    const found = findAction(name)
    const work = found && bound.get(found.part)?.at(-1)?.[found.action]
    if (!found || !work) return false
    // Held down, a key steps on; it does not like and unlike.
    if (!repeat || found.part === 'steps') work()
    return true
  }

  return {
    bind: (part, actions) => {
      const list = bound.get(part) ?? []
      bound.set(part, list)
      list.push(actions)
      return () => {
        const place = list.indexOf(actions)
        if (place >= 0) list.splice(place, 1)
      }
    },
    press: (stroke) => {
      const before = begun
      begun = null
      const name = nameOf(stroke)
      if (name === null || !isForUs(stroke, charactersToo())) return false
      if (before && stroke.atMs - before.atMs <= sequenceMs && run(`${before.name} ${name}`, stroke.repeat))
        return true
      if (isPrefix(name)) {
        begun = { name, atMs: stroke.atMs }
        return true
      }
      return run(name, stroke.repeat)
    },
  }
}
