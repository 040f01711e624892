import { buffer } from 'node:stream/consumers'
import type { Input, InputVideoTrack } from 'mediabunny'
import type { BlobStore } from '#platform/blob'
import type { Log } from '#platform/log'
import { burstBytes, neededBytesPerSecond } from '../rules/pacing.ts'

export interface NeededRates {
  /**
   * Bytes per second with which nobody stalls; null as long as it is not known. The first question about a file starts
   * to find out, which takes some milliseconds: less than the burst at the beginning of the answer.
   */
  of(key: string, bytes: number): number | null
}

const stepMs = 500
/** Ten minutes at 240 pictures a second. */
const mostPackets = 144_000
const mostEntries = 4000
/** At once; the rest are asked about again by the next viewer. */
const mostMeasuring = 4
/** The index of a ten minutes' video has some 300 kB. */
const largestReadBytes = 16_000_000

const bytesByStepOf = async (track: InputVideoTrack, bytes: number): Promise<number[]> => {
  const { EncodedPacketSink } = await import('mediabunny')
  const steps: number[] = []
  let seen = 0
  let pictureBytes = 0
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  })) {
    const step = Math.max(0, Math.floor((packet.timestamp * 1000) / stepMs))
    seen += 1
    if (seen > mostPackets || step > mostPackets) break
    while (steps.length <= step) steps.push(0)
    steps[step] = (steps[step] ?? 0) + packet.byteLength
    pictureBytes += packet.byteLength
  }
  // Sound is as good as constant.
  const rest = Math.max(0, bytes - pictureBytes) / Math.max(1, steps.length)
  return steps.map((step) => step + rest)
}

const openVideo = async (blobs: BlobStore, key: string, bytes: number): Promise<Input> => {
  // Not before somebody plays something: it takes a while to load.
  const { CustomSource, Input: MediaInput, MP4 } = await import('mediabunny')
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    const last = Math.min(end, start + largestReadBytes, bytes) - 1
    return buffer(await blobs.read(key, { start, end: last }))
  }
  return new MediaInput({ formats: [MP4], source: new CustomSource({ getSize: () => bytes, read }) })
}

const measure = async (blobs: BlobStore, key: string, bytes: number): Promise<number | null> => {
  const input = await openVideo(blobs, key, bytes)
  try {
    const track = await input.getPrimaryVideoTrack()
    if (!track) return null
    return neededBytesPerSecond(await bytesByStepOf(track, bytes), { burst: burstBytes, stepMs })
  } finally {
    input.dispose()
  }
}

/** Finds out and remembers how the bytes of finished videos lie in time. An address never changes its bytes. */
export const createNeededRates = (deps: { readonly blobs: BlobStore; readonly log: Log }): NeededRates => {
  const { blobs, log } = deps
  const known = new Map<string, number | null>()
  const measuring = new Set<string>()
  const start = (key: string, bytes: number): void => {
    if (measuring.size >= mostMeasuring || measuring.has(key)) return
    measuring.add(key)
    measure(blobs, key, bytes)
      .then((needed) => void known.set(key, needed))
      .catch((error: unknown) => {
        // It plays all the same, only less evenly; not tried again while it is remembered.
        known.set(key, null)
        log.error('media.pace_unknown', error, { key })
      })
      .finally(() => {
        measuring.delete(key)
        const [oldest] = known.keys()
        if (known.size > mostEntries && oldest !== undefined) known.delete(oldest)
      })
  }
  return {
    of: (key, bytes) => {
      const needed = known.get(key)
      if (needed === undefined) start(key, bytes)
      return needed ?? null
    },
  }
}
