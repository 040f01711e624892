import type { SoundRights } from '@busker/contract'
import { expect, test } from 'vitest'
import { mayAdvertise, whyNoRights } from './sound.ts'

const rights: SoundRights = { licence: 'original', territories: null, commercial: false, holder: '' }

test.each([
  [{}, '', null],
  [{ commercial: true }, '', null],
  [{ licence: 'cc_by_nc' as const }, '', null],
  [{ licence: 'cc_by_nc' as const, commercial: true }, 'A page', 'rights.commercial'],
  [{ licence: 'contract' as const }, '', 'evidence'],
  [{ licence: 'contract' as const, commercial: true }, 'No. 12 of 2026', null],
])('rights of %o with evidence “%s”', (change, evidence, path) => {
  expect(whyNoRights({ ...rights, ...change }, evidence)?.path ?? null).toBe(path)
})

test.each([
  ['their own', 'ana', false, null, true],
  ['their own, taken down', 'ana', false, new Date(0), true],
  ['that of somebody else', 'ben', false, null, false],
  ['that of somebody else, cleared', 'ben', true, null, true],
  ['that of somebody else, cleared and taken down', 'ben', true, new Date(0), false],
])('who advertises with %s', (_, ownerId, commercial, takenDownAt, may) => {
  expect(mayAdvertise({ ownerId, commercial, takenDownAt }, 'ana')).toBe(may)
})
