import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { missingEntries, platformOf } from '../../scripts/complete-lock.mjs'
import { hasNeededEncoders, isNewEnough } from '../../scripts/provide-ffmpeg.mjs'
import { alone } from '../../scripts/set-up/lock.mjs'

// `npm start` must work in a fresh clone; these are the parts of its set-up that decide something.

describe('which FFmpeg will do', () => {
  test.each([
    ['ffmpeg version 5.1.9-0+deb12u1\n  libavutil      57. 28.100 / 57. 28.100', true],
    ['ffmpeg version n7.1\n  libavutil      59. 39.100 / 59. 39.100', true],
    ['ffmpeg version N-109468-gd39b34123d\n  libavutil      57. 43.100 / 57. 43.100', true],
    ['ffmpeg version 5.0.1\n  libavutil      57. 17.100 / 57. 17.100', false],
    ['ffmpeg version 4.4.2-0ubuntu0.22.04.1\n  libavutil      56. 70.100 / 56. 70.100', false],
    ['bash: ffmpeg: command not found', false],
  ])('%s', (text, answer) => expect(isNewEnough(text)).toBe(answer))

  test('it needs libx264, aac and libwebp', () => {
    const aac = ' A....D aac                  AAC (Advanced Audio Coding)\n'
    const x264 = ' V....D libx264              libx264 H.264 (codec h264)\n'
    const x264rgb = ' V....D libx264rgb           libx264 H.264 RGB (codec h264)\n'
    const webp = ' V....D libwebp              libwebp WebP image (codec webp)\n'
    expect(hasNeededEncoders(aac + x264 + webp)).toBe(true)
    expect(hasNeededEncoders(aac + x264)).toBe(false)
    expect(hasNeededEncoders(aac + x264rgb + webp)).toBe(false)
  })
})

describe('a lock file that npm ci accepts', () => {
  test('the name of a package tells its platform', () => {
    expect(platformOf('@swc/core-linux-x64-musl')).toEqual({ cpu: ['x64'], libc: ['musl'], os: ['linux'] })
    expect(platformOf('@oxfmt/binding-darwin-arm64')).toEqual({ cpu: ['arm64'], os: ['darwin'] })
    expect(platformOf('fsevents')).toBeNull()
  })

  test('only what is absent is added', () => {
    const owner = {
      version: '1.0.0',
      dev: true,
      optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-win32-x64': '1.0.0' },
    }
    const packages = { 'node_modules/a': owner, 'node_modules/a-linux-x64': { version: '1.0.0' } }
    expect(missingEntries(packages)).toEqual({
      'node_modules/a-win32-x64': {
        version: '1.0.0',
        dev: true,
        optional: true,
        cpu: ['x64'],
        os: ['win32'],
      },
    })
  })
})

describe('one set-up at a time', () => {
  const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'busker-lock-'))
    await work(folder).finally(() => rmSync(folder, { recursive: true }))
  }

  test('simultaneous starts take turns', () =>
    inFolder(async (folder) => {
      const seen: string[] = []
      const start = (name: string): Promise<unknown> =>
        alone(
          async () => {
            seen.push(`${name} in`)
            await new Promise((settle) => setImmediate(settle))
            seen.push(`${name} out`)
          },
          { folder, waitMs: 1 },
        )
      await Promise.all([start('a'), start('b'), start('c')])
      for (let turn = 0; turn < 6; turn += 2) expect(seen[turn]?.[0]).toBe(seen[turn + 1]?.[0])
      expect(readdirSync(folder)).toEqual([])
    }))

  test.each([
    ['a dead process', { pid: 2 ** 22 + 1, startedAt: '1' }],
    ['a process whose number was given to another', { pid: process.pid, startedAt: '1' }],
  ])('the lock of %s is taken over', (_, owner) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'set-up.lock'), JSON.stringify(owner))
      expect(await alone(async () => 'mine', { folder, waitMs: 1 })).toBe('mine')
    }),
  )
})
