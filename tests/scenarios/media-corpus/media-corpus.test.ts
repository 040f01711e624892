import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openConverter, type Converter } from './convert.ts'
import { realClips, type RealClip } from './real-clips.ts'
import { traps } from './hostile-rows.ts'
import { rows } from './rows.ts'
import { openListener, programsAt, tryMade } from './try-made.ts'
import { tryRow } from './try-row.ts'

// The rows that are quick; the others and every real clip in all sizes: npm run soak -- corpus
const rungs = [540]
let folder = ''
let converter: Converter
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-corpus-'))
  converter = openConverter(rungs)
})
afterAll(async () => {
  await converter.close()
  await rm(folder, { recursive: true, force: true })
})

const quickRows = rows.filter(({ large }) => large !== true)
describe('a made file', () => {
  test.each(quickRows.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
    const { faults } = await tryMade(converter, row, { folder, rungs })
    expect(faults).toEqual([])
  })
})

test('what names other files and addresses opens none of them', async () => {
  const secret = join(folder, 'secret.txt')
  await writeFile(secret, 'not for strangers')
  const listener = await openListener()
  try {
    for (const row of traps(listener.address, secret)) {
      const { faults } = await tryMade(converter, row, { folder, rungs })
      expect(faults, row.name).toEqual([])
    }
    expect(listener.connections()).toBe(0)
  } finally {
    listener.close()
  }
})

/** Short ones of old phones; what they lack (HDR, HEVC, 60 pictures a second, 5.1) the made files have. */
const chosen = [
  // From an old phone: turned, full range of colours.
  'originals/pens-on-table-rotated.mp4',
  // Upside down, varying frame rate, one channel.
  'originals/dog-in-living-room-rot180-vfr.mp4',
]
const clips = realClips()
const clipOf = (name: string): RealClip => {
  const clip = clips?.find((one) => one.name === name)
  if (clip === undefined) throw new Error(`${name} is not among the clips`)
  return clip
}
describe.skipIf(clips === null)('a real clip (they lie beside the repository)', () => {
  test.each(chosen)('%s', async (name) => {
    const clip = clipOf(name)
    const made = await mkdtemp(join(folder, 'clip-'))
    const { faults } = await tryRow(converter, { ...clip, folder: made, rungs })
    expect(faults).toEqual([])
  })
})

test('no program is still at work', async () => {
  expect(await programsAt(folder)).toEqual([])
})
