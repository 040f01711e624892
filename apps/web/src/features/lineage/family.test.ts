import type { LineageStep, PostId } from '@busker/contract'
import { expect, test } from 'vitest'
import { parentsAbove } from './family.ts'

const id = (number: number): PostId => `0193b3a4-0000-7000-8000-00000000000${number}` as PostId
const step = (child: number, parent: number, kind: LineageStep['kind'], depth: number): LineageStep => ({
  ...{ childId: id(child), parentId: id(parent), kind, depth },
})

test('the oldest stands on top, and each says how the ones below came from it', () => {
  const steps = [
    step(3, 2, 'reply', 1),
    step(3, 2, 'sound', 1),
    step(2, 1, 'reply', 2),
    step(3, 1, 'sound', 1),
  ]
  expect(parentsAbove(steps)).toEqual([
    {
      parentId: id(1),
      uses: [
        { childId: id(2), kinds: ['reply'] },
        { childId: id(3), kinds: ['sound'] },
      ],
    },
    { parentId: id(2), uses: [{ childId: id(3), kinds: ['reply', 'sound'] }] },
  ])
})

test('nothing comes from nothing', () => {
  expect(parentsAbove([])).toEqual([])
})
