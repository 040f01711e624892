import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { assetId as assetIdSchema } from '@busker/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { systemIds } from '#platform/ids'
import { addressesOf, keyLifeSeconds } from './addresses.ts'
import { parseMediaPath } from './media-path.ts'
import { pacedStream, type PacingClock } from './paced-stream.ts'
import { readMediaSecret } from './secret.ts'

const hourMs = 3_600_000
const one = assetIdSchema.parse('0199aaaa-0000-7000-8000-000000000001')
const other = assetIdSchema.parse('0199aaaa-0000-7000-8000-000000000002')
const secret = new Uint8Array(32).fill(7)

describe('signed addresses', () => {
  const keyIn = (address: string): string => address.split('/')[4] ?? ''

  test('live between six and seven hours and are the same for everybody within an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000_000_000_000 }), (nowMs) => {
        const clock = virtualClock(nowMs)
        const address = addressesOf({ clock, secret })({ assetId: one, restricted: true }, '540.mp4')
        const life = keyLifeSeconds({ clock, secret }, one, keyIn(address))
        expect(life).toBeGreaterThanOrEqual(6 * 3600 - 1)
        expect(life).toBeLessThanOrEqual(7 * 3600)
      }),
    )
    const at = (nowMs: number) =>
      addressesOf({ clock: virtualClock(nowMs), secret })({ assetId: one, restricted: true }, '540.mp4')
    expect(at(10 * hourMs + 1)).toBe(at(11 * hourMs))
    expect(at(10 * hourMs + 1)).not.toBe(at(11 * hourMs + 1))
  })

  test('open one asset, until they expire, with one secret', () => {
    const clock = virtualClock(5 * hourMs)
    const key = keyIn(addressesOf({ clock, secret })({ assetId: one, restricted: true }, 'poster.webp'))
    expect(keyLifeSeconds({ clock, secret }, one, key)).toBe(6 * 3600)
    expect(keyLifeSeconds({ clock, secret }, other, key)).toBe(null)
    expect(keyLifeSeconds({ clock, secret: new Uint8Array(32) }, one, key)).toBe(null)
    clock.advance(6 * hourMs - 1000)
    expect(keyLifeSeconds({ clock, secret }, one, key)).toBe(1)
    clock.advance(1000)
    expect(keyLifeSeconds({ clock, secret }, one, key)).toBe(null)
  })

  test('no changed key opens anything', () => {
    const clock = virtualClock(5 * hourMs)
    const key = keyIn(addressesOf({ clock, secret })({ assetId: one, restricted: true }, 'poster.webp'))
    fc.assert(
      fc.property(fc.nat(key.length - 1), fc.string({ minLength: 0, maxLength: 3 }), (at, put) => {
        const changed = key.slice(0, at) + put + key.slice(at + 1)
        if (changed === key) return
        expect(keyLifeSeconds({ clock, secret }, one, changed)).toBe(null)
      }),
    )
    expect(keyLifeSeconds({ clock, secret }, one, `~99999999999.${'A'.repeat(43)}`)).toBe(null)
  })
})

describe('addresses', () => {
  test('name the files of an asset and nothing else', () => {
    expect(parseMediaPath('540.mp4')).toMatchObject({ kind: 'file', key: null, type: 'video/mp4' })
    expect(parseMediaPath('540-2.mp4')).toMatchObject({ kind: 'file', file: '540-2.mp4' })
    expect(parseMediaPath('poster-3.webp')).toMatchObject({ type: 'image/webp' })
    expect(parseMediaPath('captions-pt-BR-4.vtt')).toMatchObject({ type: 'text/vtt; charset=utf-8' })
    const key = '~5.abc'
    expect(parseMediaPath(`${key}/stream/2/540p_000.m4s`)).toMatchObject({
      kind: 'stream',
      key,
      conversion: 2,
    })
    expect(parseMediaPath('stream/1/master.m3u8')).toMatchObject({ type: 'application/vnd.apple.mpegurl' })
    const none = [
      ...['', '.', '..', '../540.mp4', '540.mp4/', '/540.mp4', '540.MP4', '540.mp4.tmp', '.540.mp4', 'x.mp4'],
      ...[
        'stream/1/../540.mp4',
        'stream/1/.hidden.m4s',
        'stream/1/a.m4s.tmp',
        'stream/1/sound.pcm',
        'stream/x/a.m4s',
      ],
      ...['stream/1/a/b.m4s', 'master.m3u8', 'abc/540.mp4', '540.mp4\0', '~k/~k/540.mp4', 'sprites.png'],
    ]
    for (const path of none) expect([path, parseMediaPath(path)]).toEqual([path, null])
  })

  test('never lead out of their folder', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60, unit: fc.constantFrom(...'. / ~ \\ % a 0 _ - m 4 s 3 u 8 p'.split(' ')) }),
        (text) => {
          const path = parseMediaPath(text)
          if (path !== null) expect(path.file).toMatch(/^[a-z0-9][a-zA-Z0-9_-]*\.[a-z0-9]+$/)
        },
      ),
    )
  })
})

describe('the secret', () => {
  let folder = ''
  const ids = systemIds(virtualClock(0))
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'busker-secret-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('is made once, however many processes start, and for its owner alone', async () => {
    const media = join(folder, 'media')
    const read = await Promise.all(Array.from({ length: 8 }, () => readMediaSecret(media, ids)))
    expect(new Set(read.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(1)
    expect(read[0]).toHaveLength(32)
    expect(await readdir(media)).toEqual(['media-secret'])
    expect((await stat(join(media, 'media-secret'))).mode & 0o777).toBe(0o600)
    expect(Buffer.from(await readMediaSecret(media, ids))).toEqual(read[0])
    expect(await readFile(join(media, 'media-secret'), 'utf8')).toHaveLength(44)
  })

  test('a damaged one is not replaced in silence', async () => {
    await writeFile(join(folder, 'media-secret'), '')
    await expect(readMediaSecret(folder, ids)).rejects.toThrow('is damaged. Delete it and start again')
  })
})

describe('a paced stream', () => {
  const manualClock = () => {
    const waiting = new Set<{ atMs: number; wake: () => void }>()
    const clock = virtualClock(1000)
    const pacing: PacingClock = {
      nowMs: clock.nowMs,
      after: (ms, wake) => {
        const one = { atMs: clock.nowMs() + ms, wake }
        waiting.add(one)
        return () => void waiting.delete(one)
      },
    }
    const advance = async (ms: number) => {
      clock.advance(ms)
      for (const due of waiting) {
        if (due.atMs > clock.nowMs()) continue
        waiting.delete(due)
        due.wake()
      }
      for (let turns = 0; turns < 10; turns += 1) await turn()
    }
    return { pacing, advance, waiting }
  }
  const chunkBytes = 10_000
  const pace = { burstBytes: 30_000, bytesPerSecond: 10_000 }

  const open = async (chunks: number) => {
    const manual = manualClock()
    const source = new PassThrough({ highWaterMark: chunkBytes * chunks * 2 })
    for (let count = 0; count < chunks; count += 1) source.write(Buffer.alloc(chunkBytes, count))
    source.end()
    const paced = pacedStream(source, () => pace, manual.pacing)
    const got: Buffer[] = []
    paced.stream.on('data', (chunk: Buffer) => got.push(chunk))
    await manual.advance(0)
    return { ...manual, source, paced, received: () => Buffer.concat(got) }
  }

  test('sends the burst at once, then a step at a time with one timer, and every byte once', async () => {
    const { advance, received, waiting } = await open(6)
    expect(received().length).toBe(40_000)
    expect(waiting.size).toBe(1)
    await advance(999)
    expect(received().length).toBe(40_000)
    await advance(1)
    expect(received().length).toBe(50_000)
    await advance(1000)
    expect(received().length).toBe(60_000)
    await advance(1000)
    expect(waiting.size).toBe(0)
    expect([...received()].filter((_, index) => index % chunkBytes === 0)).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('a reader that was held up is not held again', async () => {
    const { advance, received } = await open(6)
    await advance(60_000)
    expect(received().length).toBe(60_000)
  })

  test('a reader that leaves ends the source and the timer', async () => {
    const { paced, source, waiting } = await open(6)
    paced.stream.destroy()
    await turn()
    expect(source.destroyed).toBe(true)
    expect(waiting.size).toBe(0)
  })

  test('released, it sends the rest', async () => {
    const { paced, advance, received, waiting } = await open(6)
    paced.release()
    await advance(0)
    expect(received().length).toBe(60_000)
    expect(waiting.size).toBe(0)
  })

  test('an error of the source reaches the reader', async () => {
    const manual = manualClock()
    const source = new PassThrough()
    const { stream } = pacedStream(source, () => pace, manual.pacing)
    const failed = new Promise((resolve) => stream.once('error', resolve))
    source.destroy(new RangeError('gone'))
    expect(await failed).toBeInstanceOf(RangeError)
  })
})
