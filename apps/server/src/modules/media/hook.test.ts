import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HookAnalysis } from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { findFfmpeg, type Ffmpeg } from '#platform/ffmpeg'
import { silentLog } from '#platform/log'
import { analyseHook } from './hook.ts'

let ffmpeg: Ffmpeg
let folder: string
beforeAll(async () => {
  const found = await findFfmpeg()
  assert(found !== null, 'these tests need FFmpeg')
  ffmpeg = found
  // A name that means something to FFmpeg's filters has to be harmless.
  folder = await mkdtemp(join(tmpdir(), "busker-hook-it's: a,b;[c]-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const size = '270x480'
const moving = `testsrc2=size=${size}:rate=25:duration=4`
const tone = 'sine=frequency=330:duration=4'

interface Made {
  readonly picture: string
  readonly filter?: string
  readonly sound?: string
}

const analyse = async (name: string, { picture, filter, sound }: Made): Promise<HookAnalysis> => {
  const file = join(folder, `${name}.mp4`)
  const inputs = ['-f', 'lavfi', '-i', picture, ...(sound === undefined ? [] : ['-f', 'lavfi', '-i', sound])]
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-t', '4']
  const shape = filter === undefined ? [] : ['-vf', filter]
  const made = spawnSync(ffmpeg.path, ['-v', 'error', '-y', ...inputs, ...shape, ...encode, file])
  assert(made.status === 0, made.stderr.toString())
  const outputFolder = join(folder, name)
  await mkdir(outputFolder)
  const hook = await analyseHook(
    { log: silentLog() },
    {
      ...{ ffmpeg, file, outputFolder, durationMs: 4000, hasSound: sound !== undefined },
      signal: new AbortController().signal,
    },
  )
  assert(hook !== null, 'FFmpeg reads its own file')
  return hook
}

test('a black first second', async () => {
  const filter = "drawbox=color=black:t=fill:enable='lt(t,1)'"
  const hook = await analyse('black', { picture: moving, filter, sound: tone })
  expect(hook.black).toEqual([{ fromMs: 0, toMs: 1000 }])
  expect(hook.findings).toEqual(['black_start', 'no_cut'])
  expect(hook.silent).toEqual([])
})

test('a frozen start in silence, then movement and sound', async () => {
  const filter = 'loop=loop=40:size=1:start=0'
  const sound = `${tone},volume=enable='lt(t,1.5)':volume=0`
  const hook = await analyse('frozen', { picture: moving, filter, sound })
  expect(hook.frozen).toEqual([{ fromMs: 0, toMs: 1640 }])
  expect(hook.silent).toHaveLength(1)
  expect(hook.silent[0]?.fromMs).toBe(0)
  expect(Math.abs((hook.silent[0]?.toMs ?? 0) - 1500)).toBeLessThan(50)
  expect(hook.findings).toEqual(['frozen_start', 'silent_start', 'no_cut'])
})

test('cuts are found where they are', async () => {
  const other = `color=blue:size=${size}:rate=25:duration=1`
  const picture = `${moving},trim=0:1.2[a];${other}[b];${moving}[c];[a][b][c]concat=n=3`
  const hook = await analyse('cuts', { picture, sound: tone })
  expect(hook.sceneCutsMs).toEqual([1200, 2200])
  expect(hook.findings).toEqual([])
})

test('a blurred picture without sound', async () => {
  const sharp = await analyse('sharp', { picture: moving, sound: tone })
  expect(sharp.findings).toEqual(['no_cut'])
  const hook = await analyse('blurred', { picture: moving, filter: 'gblur=sigma=20' })
  expect(hook.blur).toBeGreaterThan(3 * (sharp.blur ?? 0))
  expect(hook.findings).toEqual(['silent_start', 'blurred', 'no_cut'])
  expect(hook.silent).toEqual([{ fromMs: 0, toMs: 3000 }])
})

test('what cannot be read is not analysed', async () => {
  const outputFolder = join(folder, 'unreadable')
  await mkdir(outputFolder)
  const work = { ffmpeg, file: import.meta.filename, outputFolder, durationMs: 4000, hasSound: true }
  expect(
    await analyseHook({ log: silentLog() }, { ...work, signal: new AbortController().signal }),
  ).toBeNull()
  const stopped = analyseHook({ log: silentLog() }, { ...work, signal: AbortSignal.abort() })
  await expect(stopped).rejects.toMatchObject({ code: 'shutting_down' })
})
