import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Stroke } from './dispatcher.ts'
import { createKeyDispatcher } from './dispatcher.ts'
import type { KeyPart } from './key-map.ts'
import { keyMap } from './key-map.ts'

const stroke = (key: string, change: Partial<Stroke> = {}): Stroke => ({
  ...{ key, shiftKey: false, repeat: false, atMs: 0, on: 'page', inDialog: false, isModified: false },
  ...change,
})

const parts = Object.keys(keyMap) as KeyPart[]
const listed = Object.entries(keyMap).flatMap(([part, actions]) =>
  Object.entries(actions).flatMap(([action, keys]) =>
    (keys as readonly string[]).map((key) => ({ key, does: `${part}.${action}` })),
  ),
)

/** All parts bound, telling what was done. */
const allBound = (charactersToo = true) => {
  const done: string[] = []
  const dispatcher = createKeyDispatcher(() => charactersToo)
  for (const part of parts) {
    const actions = Object.keys(keyMap[part]).map((action) => [
      action,
      () => void done.push(`${part}.${action}`),
    ])
    dispatcher.bind(part, Object.fromEntries(actions))
  }
  return { dispatcher, done }
}

describe('the list of keys', () => {
  test.each(listed)('$key does what it says', ({ key, does }) => {
    const { dispatcher, done } = allBound()
    for (const one of key === ' ' ? [' '] : key.split(' ')) expect(dispatcher.press(stroke(one))).toBe(true)
    expect(done).toEqual([does])
  })

  test('no key is listed twice', () => {
    expect(new Set(listed.map(({ key }) => key)).size).toBe(listed.length)
  })

  test('every part is bound somewhere in the app', () => {
    const root = join(import.meta.dirname, '../..')
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.tsx?$/.test(name) && !name.includes('.test.'),
    )
    const texts = files.map((name) => readFileSync(join(root, name), 'utf8')).join('\n')
    for (const part of parts) expect(texts).toMatch(new RegExp(`useKeys\\(\\s*'${part}'`))
    // Who listens on the document for keys of the player would not be in the list.
    for (const folder of ['features/watch/', 'features/shell/', 'features/shortcuts/', 'features/social/'])
      for (const name of files.filter((file) => file.startsWith(folder)))
        expect(readFileSync(join(root, name), 'utf8'), name).not.toContain("addEventListener('keydown'")
  })
})

describe('nothing happens', () => {
  test.each<[string, Stroke]>([
    ['while typing', stroke('l', { on: 'text' })],
    ['in a dialog', stroke('j', { inDialog: true })],
    ['with a modifier', stroke('s', { isModified: true })],
    ['for space on a button', stroke(' ', { on: 'control' })],
    ['for an arrow on a slider', stroke('ArrowDown', { on: 'slider' })],
    ['for a capital letter', stroke('L', { shiftKey: true })],
    ['for a key that is not listed', stroke('x')],
  ])('%s', (_case, pressed) => {
    const { dispatcher, done } = allBound()
    expect(dispatcher.press(pressed)).toBe(false)
    expect(done).toEqual([])
  })

  test('for characters, when they are switched off; arrows go on', () => {
    const { dispatcher, done } = allBound(false)
    for (const key of ['j', 'l', '/', '?', 'g', 'h']) expect(dispatcher.press(stroke(key))).toBe(false)
    dispatcher.press(stroke('ArrowDown'))
    dispatcher.press(stroke(' '))
    expect(done).toEqual(['steps.next', 'stage.pause'])
  })
})

test('the second key of a sequence is no key of its own, and it must come soon', () => {
  const { dispatcher, done } = allBound()
  dispatcher.press(stroke('g', { atMs: 0 }))
  dispatcher.press(stroke('s', { atMs: 900 }))
  dispatcher.press(stroke('g', { atMs: 2000 }))
  dispatcher.press(stroke('s', { atMs: 4000 }))
  dispatcher.press(stroke('G', { atMs: 5000 }))
  dispatcher.press(stroke('l', { atMs: 5100 }))
  expect(done).toEqual(['pages.settings', 'post.save', 'post.like'])
})

test('a key that is held down steps on but likes once', () => {
  const { dispatcher, done } = allBound()
  for (const repeat of [false, true, true])
    for (const key of ['j', 'l']) dispatcher.press(stroke(key, { repeat }))
  expect(done).toEqual(['steps.next', 'post.like', 'steps.next', 'steps.next'])
})

test('the last who bound a part has it, and gives it back', () => {
  const dispatcher = createKeyDispatcher(() => true)
  const [first, second] = [vi.fn(), vi.fn()]
  const stopFirst = dispatcher.bind('stage', { pause: first, mute: first })
  const stopSecond = dispatcher.bind('stage', { pause: second, mute: second })
  dispatcher.press(stroke('m'))
  stopSecond()
  stopSecond()
  dispatcher.press(stroke('m'))
  stopFirst()
  expect(dispatcher.press(stroke('m'))).toBe(false)
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1])
})
