import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { assert } from '#platform/assert'
import type { Places, Task } from './enclose.ts'
import { findFfmpeg, type Ffmpeg } from './find.ts'

const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const neededPrograms = ['ffmpeg', 'ffprobe', 'prlimit', 'setpriv', 'nice', 'true', 'sh']

export interface FfmpegBench {
  /** A folder of this test file. */
  readonly folder: string
  /** In the strongest sandbox of this machine. */
  readonly ffmpeg: Ffmpeg
  /** The same FFmpeg as if there were no bubblewrap. */
  readonly limited: Ffmpeg
  /** Writes a file with this content and answers its path. */
  write(name: string, content: string | Uint8Array): Promise<string>
  /** A task that writes into a fresh folder, which is answered too. */
  writing(
    args: (at: Places) => readonly string[],
    inputs?: readonly string[],
  ): Promise<Task & { outputFolder: string }>
}

/** A PATH with links to these programs only. */
export const pathWith = async (folder: string, programs: readonly string[]): Promise<string> => {
  await mkdir(folder, { recursive: true })
  for (const place of systemPath.split(delimiter).toReversed()) {
    const present = await readdir(place).catch((): string[] => [])
    for (const name of programs) {
      if (!present.includes(name)) continue
      await rm(join(folder, name), { force: true })
      await symlink(join(place, name), join(folder, name))
    }
  }
  return folder
}

/** A test waits for its runs: they need not step back for anybody. */
const impatient = (found: Ffmpeg | null): Ffmpeg => {
  assert(found !== null, 'these tests need FFmpeg')
  return { ...found, limiter: { ...found.limiter, lowersPriority: false } }
}

/** Finds FFmpeg before the tests of this file and removes everything after them. */
export const ffmpegBench = (): (() => FfmpegBench) => {
  let bench: FfmpegBench | null = null
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'busker-ffmpeg-'))
    const searchPath = await pathWith(join(folder, 'bin'), neededPrograms)
    const ffmpeg = impatient(await findFfmpeg())
    const limited = impatient(await findFfmpeg({ ffmpegPath: ffmpeg.path, searchPath }))
    bench = {
      folder,
      ffmpeg,
      limited,
      write: async (name, content) => {
        await writeFile(join(folder, name), content)
        return join(folder, name)
      },
      writing: async (args, inputs = []) => ({
        args,
        inputs,
        outputFolder: await mkdtemp(join(folder, 'out-')),
      }),
    }
  })
  afterAll(async () => {
    if (bench) await rm(bench.folder, { recursive: true, force: true })
  })
  return () => {
    assert(bench !== null, 'the bench stands before the first test')
    return bench
  }
}
