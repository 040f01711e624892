import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { fileBlobStore } from '#platform/blob'
import { silentLog } from '#platform/log'
import { burstBytes } from '../rules/pacing.ts'
import { createNeededRates } from './needed-rates.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-rates-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A video of ten pictures a second whose sizes are given; nobody decodes them. */
const videoOf = async (sizes: readonly number[]): Promise<Uint8Array> => {
  const source = new EncodedVideoPacketSource('avc')
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  output.addVideoTrack(source)
  await output.start()
  // AVCDecoderConfigurationRecord without parameter sets.
  const description = new Uint8Array([1, 100, 0, 31, 0xff, 0xe0, 0])
  const decoderConfig = { codec: 'avc1.64001f', codedWidth: 540, codedHeight: 960, description }
  for (const [index, size] of sizes.entries()) {
    const packet = new EncodedPacket(new Uint8Array(size), 'key', index / 10, 1 / 10)
    await source.add(packet, { decoderConfig })
  }
  await output.finalize()
  assert(target.buffer !== null, 'the output is finalised')
  return new Uint8Array(target.buffer)
}

const measured = async (bytes: Uint8Array): Promise<number | null> => {
  const blobs = fileBlobStore({ folder })
  await blobs.put('video.mp4', bytes)
  const rates = createNeededRates({ blobs, log: silentLog() })
  expect(rates.of('video.mp4', bytes.length)).toBe(null)
  for (let tries = 0; tries < 200; tries += 1) {
    const needed = rates.of('video.mp4', bytes.length)
    if (needed !== null) return needed
    await wait(5)
  }
  return null
}

test('a rich part in the middle is seen', async () => {
  const [poor, rich] = [2000, 40_000]
  const sizes = Array.from({ length: 200 }, (_, index) => (index >= 50 && index < 100 ? rich : poor))
  const needed = await measured(await videoOf(sizes))
  // Five seconds with 2 MB, of which the burst is there already.
  expect(needed).toBeGreaterThan((50 * rich - burstBytes) / 5)
  expect(needed).toBeLessThan(10 * rich)
})

test('an even one needs less than its average', async () => {
  const needed = await measured(await videoOf(Array.from({ length: 200 }, () => 10_000)))
  expect(needed).toBeLessThan(100_000)
})

test('what cannot be read stays unknown, and that is logged', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const log = { ...silentLog(), error: (name: string) => resolve(name) }
  const blobs = fileBlobStore({ folder })
  await blobs.put('noise.mp4', new Uint8Array(1000))
  const rates = createNeededRates({ blobs, log })
  expect(rates.of('noise.mp4', 1000)).toBe(null)
  expect(await promise).toBe('media.pace_unknown')
  expect(rates.of('noise.mp4', 1000)).toBe(null)
})
