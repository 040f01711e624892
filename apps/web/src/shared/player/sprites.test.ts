import { expect, test } from 'vitest'
import { tileAt } from './sprites.ts'

const sheet = { url: '', columns: 3, count: 7, tileWidth: 90, tileHeight: 160, intervalMs: 1000 }

test('every position has the picture of its interval, the last one beyond the end', () => {
  expect(tileAt(sheet, 0)).toEqual({ x: 0, y: 0 })
  expect(tileAt(sheet, 999)).toEqual({ x: 0, y: 0 })
  expect(tileAt(sheet, 4000)).toEqual({ x: 90, y: 160 })
  expect(tileAt(sheet, 60_000)).toEqual({ x: 0, y: 320 })
  expect(tileAt(sheet, -5)).toEqual({ x: 0, y: 0 })
})
