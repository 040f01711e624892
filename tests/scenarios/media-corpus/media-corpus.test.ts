import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { realClips } from './real-clips.ts'
import { traps } from './hostile-rows.ts'
import { rows } from './rows.ts'
import { openListener, programsAt, tryMade } from './try-made.ts'
import { tryRow } from './try-row.ts'

// The rows that are quick; the others and every real clip in all sizes: npm run soak -- corpus
const rungs = [540]
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-corpus-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const quickRows = rows.filter(({ large }) => large !== true)
describe('a made file', () => {
  test.each(quickRows.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
    const { faults } = await tryMade(row, { folder, rungs })
    expect(faults).toEqual([])
  })
})

test('what names other files and addresses opens none of them', async () => {
  const secret = join(folder, 'secret.txt')
  await writeFile(secret, 'not for strangers')
  const listener = await openListener()
  try {
    for (const row of traps(listener.address, secret)) {
      const { faults } = await tryMade(row, { folder, rungs })
      expect(faults, row.name).toEqual([])
    }
    expect(listener.connections()).toBe(0)
  } finally {
    listener.close()
  }
})

const clips = realClips()
const shortClips = (clips ?? []).filter(({ seconds }) => seconds <= 2.6)
describe.skipIf(clips === null)('a real clip (they lie beside the repository)', () => {
  test.each(shortClips.map((clip) => [clip.name, clip] as const))('%s', async (_name, clip) => {
    const made = await mkdtemp(join(folder, 'clip-'))
    const { faults } = await tryRow({ ...clip, folder: made, rungs })
    expect(faults).toEqual([])
  })
})

test('no program is still at work', async () => {
  expect(await programsAt(folder)).toEqual([])
})
