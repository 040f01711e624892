import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { findFfmpeg, lacks, type Ffmpeg } from '#platform/ffmpeg'
import { openCaptionEngine } from './caption-engine.ts'
import { plainCueText } from './rules/cue-text.ts'

/** Where Debian's package pocketsphinx-en-us puts its model. */
const model = '/usr/share/pocketsphinx/model/en-us'

let ffmpeg: Ffmpeg
let folder: string
beforeAll(async () => {
  const found = await findFfmpeg()
  assert(found !== null, 'these tests need FFmpeg')
  ffmpeg = found
  folder = await mkdtemp(join(tmpdir(), 'busker-speech-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('opening', () => {
  const faultOf = async (options: { model?: string; without?: string; ffmpeg?: null }): Promise<string> => {
    const { without } = options
    const missing = [
      ...ffmpeg.missing,
      ...(without === undefined ? [] : [{ kind: 'filter' as const, name: without }]),
    ]
    const opened = await openCaptionEngine({
      ffmpeg: options.ffmpeg === null ? null : { ...ffmpeg, missing },
      model: options.model,
      language: 'en',
    })
    assert('fault' in opened, 'there is no engine')
    return opened.fault
  }

  test('each reason has its sentence', async () => {
    const file = join(folder, 'ggml-base.bin')
    await writeFile(file, 'x')
    const empty = join(folder, 'empty')
    await mkdir(empty)
    expect(await faultOf({})).toMatch(/set BUSKER_CAPTION_MODEL/)
    expect(await faultOf({ model: file, ffmpeg: null })).toMatch(/needs FFmpeg/)
    expect(await faultOf({ model: '/nowhere/model' })).toMatch(/cannot be read/)
    expect(await faultOf({ model: file, without: 'whisper' })).toMatch(/has no filter whisper/)
    expect(await faultOf({ model: empty, without: 'asr' })).toMatch(/has no filter asr/)
    expect(await faultOf({ model: empty })).toMatch(/holds no speech model|has no filter asr/)
  })
})

// Building machines need neither the model nor a voice; the notes of the filter are tested in rules/speech.test.ts.
const canHear = existsSync(model)
test.skipIf(!canHear)(
  'PocketSphinx hears words where they are said (needs pocketsphinx-en-us)',
  async ({ skip }) => {
    skip(lacks(ffmpeg, { kind: 'filter', name: 'asr' }), 'this FFmpeg has no filter asr')
    const said = join(folder, 'said.wav')
    const words = 'Good morning everybody. This is the house on the street.'
    skip(spawnSync('espeak-ng', ['-w', said, words]).status !== 0, 'there is no voice: install espeak-ng')
    const opened = await openCaptionEngine({ ffmpeg, model, language: 'en' })
    assert('engine' in opened, 'the model of Debian opens')
    const work = join(folder, 'work')
    await mkdir(work)
    const cues = await opened.engine.recognise(said, {
      ...{ durationMs: 4000, folder: work },
      signal: new AbortController().signal,
    })
    const heard = cues.map(({ text }) => plainCueText(text)).join(' ')
    // Which words exactly is the model's affair, and a robot's voice is hard to understand.
    expect(heard.split(/\s+/).length).toBeGreaterThan(4)
    for (const { startMs, endMs } of cues) expect(startMs >= 0 && endMs <= 4000 && endMs > startMs).toBe(true)
  },
  120_000,
)
