import { expect, test } from 'vitest'
import { memoryStorage } from '#shared/storage'
import { comfortOf, mayLoadAhead, savesData } from './index.ts'

test('nothing kept, or nonsense, is as the system has it', () => {
  const storage = memoryStorage()
  const usual = { saveData: 'system', motion: 'system', autoplay: 'on' }
  expect(comfortOf(storage)).toEqual(usual)
  for (const name of ['saveData', 'motion', 'autoplay']) storage.set(`busker.comfort.${name}`, 'perhaps')
  expect(comfortOf(storage)).toEqual(usual)
  storage.set('busker.comfort.saveData', 'off')
  storage.set('busker.comfort.motion', 'less')
  storage.set('busker.comfort.autoplay', 'off')
  expect(comfortOf(storage)).toEqual({ saveData: 'off', motion: 'less', autoplay: 'off' })
})

test('a choice is stronger than the hint of the browser', () => {
  const answers = (['system', 'on', 'off'] as const).map((saveData) => [
    savesData({ saveData }, false),
    savesData({ saveData }, true),
  ])
  expect(answers).toEqual([
    [false, true],
    [true, true],
    [false, false],
  ])
})

test('who saves data loads at most the next video ahead, and who starts by hand none', () => {
  const ahead = (wish: { saving: boolean; autoplay: boolean }): number[] =>
    [2, 3, 4, 5, 6].filter((place) => mayLoadAhead({ place, current: 4 }, wish))
  expect(ahead({ saving: false, autoplay: true })).toEqual([2, 3, 4, 5, 6])
  expect(ahead({ saving: true, autoplay: true })).toEqual([5])
  expect(ahead({ saving: false, autoplay: false })).toEqual([])
})
