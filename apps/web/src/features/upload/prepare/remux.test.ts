import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RemuxOutcome } from './remux.ts'
import { remux } from './remux.ts'

const runFile = promisify(execFile)
const clips = resolve(import.meta.dirname, '../../../../../../../shared/media/cuts')
/** The FFmpeg of the machine; one that the set-up unpacked for the server alone is not looked for. */
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const scratch = { folder: '' }

beforeAll(async () => {
  scratch.folder = await mkdtemp(join(tmpdir(), 'busker-remux-'))
})
afterAll(() => rm(scratch.folder, { recursive: true, force: true }))

const copyOf = async (file: Blob): Promise<{ outcome: RemuxOutcome; bytes: Uint8Array }> => {
  const written = { bytes: new Uint8Array() }
  const outcome = await remux(
    file,
    {
      read: async (start, end) => written.bytes.subarray(start, end),
      write: (bytes, position) => {
        const longer = new Uint8Array(Math.max(written.bytes.length, position + bytes.length))
        longer.set(written.bytes)
        longer.set(bytes, position)
        written.bytes = longer
      },
      finish: async () => new Blob([written.bytes]),
    },
    new AbortController().signal,
  )
  return { outcome, bytes: written.bytes }
}

/** What FFmpeg decodes: the pictures turned as they are shown, and when picture and sound begin. */
const shown = async (path: string): Promise<{ pictures: string; pictureLate: number }> => {
  const hash = ['-map', '0:V:0', '-frames:v', '20', '-f', 'streamhash', '-hash', 'md5', '-']
  const { stdout: pictures } = await runFile('ffmpeg', ['-v', 'error', '-i', path, ...hash])
  // FFmpeg says of each input stream when it begins.
  const startOf = async (stream: string): Promise<number> => {
    const first = ['-map', stream, '-copyts', '-c', 'copy', '-frames', '1', '-f', 'framehash', '-']
    const { stdout } = await runFile('ffmpeg', ['-v', 'error', '-i', path, ...first])
    const [ticks = '1', second = '1'] = /#tb 0: (\d+)\/(\d+)/.exec(stdout)?.slice(1) ?? []
    const pts =
      stdout
        .split('\n')
        .findLast((line) => line.startsWith('0,'))
        ?.split(',')[2] ?? '0'
    return (Number(pts) * Number(ticks)) / Number(second)
  }
  return { pictures, pictureLate: (await startOf('0:V:0')) - (await startOf('0:a:0')) }
}

describe.skipIf(!existsSync(clips))('real clips (skipped without the media folder)', () => {
  test
    .skipIf(!hasFfmpeg)
    .each([
      'coffee-pour-portrait-rot270.mp4',
      'butterfly-portrait-rot90.mp4',
      'jupiter-rot180.mp4',
      'sintel-shaman-talk.mp4',
    ])(
    '%s: the copy has the same pictures, turned the same way, in time with their sound',
    async (name) => {
      const { outcome, bytes } = await copyOf(new Blob([await readFile(join(clips, name))]))
      expect(outcome).toBe('remux')
      const path = join(scratch.folder, name)
      await writeFile(path, bytes)
      const [before, after] = [await shown(join(clips, name)), await shown(path)]
      expect(after.pictures).toBe(before.pictures)
      expect(after.pictureLate).toBeCloseTo(before.pictureLate, 2)
    },
    30_000,
  )

  test.each([
    ['organ-loft-fighter.mkv', 'unfit_codec'],
    ['bee-portrait.webm', 'unfit_container'],
    ['ladybird-climb.mov', 'unfit_codec'],
    ['church-lab-robots.mp4', 'unfit_codec'],
    ['apollo17-liftoff-copy.avi', 'unreadable'],
  ])('%s travels as it is', async (name, outcome) => {
    expect((await copyOf(new Blob([await readFile(join(clips, name))]))).outcome).toBe(outcome)
  })

  test('a copy is not copied again', async () => {
    const { bytes } = await copyOf(new Blob([await readFile(join(clips, 'llama-and-passing-cars.mp4'))]))
    expect((await copyOf(new Blob([Uint8Array.from(bytes)]))).outcome).toBe('already_streams')
  })
})

test('a playlist that names other files is not read', async () => {
  const list = new Blob(['#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n'])
  expect((await copyOf(list)).outcome).toBe('unreadable')
})
