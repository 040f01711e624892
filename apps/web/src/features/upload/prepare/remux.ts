import type { InputTrack, InputVideoTrack } from 'mediabunny'
import { BlobSource, EncodedPacketSink, Input, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny'
import { copyTracks } from './copy-tracks.ts'
import type { ReadBytes } from './mp4-boxes.ts'
import { isFragmentedMp4 } from './mp4-boxes.ts'
import type { FileFacts, RemuxVerdict, TrackFacts } from './rules.ts'
import { keepsEverything, remuxVerdict } from './rules.ts'
import { settleOffsets } from './settle-offsets.ts'

/** Never all formats: among them are playlists, which name further files to open. */
const formats = [MP4, QTFF, WEBM, MATROSKA]

const openFile = (file: Blob): Input => new Input({ formats, source: new BlobSource(file) })

/** Reads a blob piece by piece. */
export const readerOf =
  (file: Blob): ReadBytes =>
  async (start, end) =>
    new Uint8Array(await file.slice(start, end).arrayBuffer())

/** Looks at the places of the pictures only; their bytes are not read. */
const reorderSecondsOf = async (track: InputVideoTrack): Promise<number> => {
  const sink = new EncodedPacketSink(track)
  const stored: number[] = []
  for await (const { timestamp } of sink.packets(undefined, undefined, { metadataOnly: true }))
    stored.push(timestamp)
  const shown = stored.toSorted((one, other) => one - other)
  return shown.reduce((most, at, place) => Math.max(most, at - (stored[place] ?? at)), 0)
}

const factsOfTrack = async (track: InputTrack): Promise<TrackFacts> => {
  const plain = {
    codec: await track.getCodec(),
    width: 0,
    height: 0,
    highDynamicRange: false,
    reorderSeconds: 0,
    startSeconds: await track.getFirstTimestamp(),
  }
  if (track.isAudioTrack()) return { ...plain, kind: 'audio' }
  if (!track.isVideoTrack()) return { ...plain, kind: 'other' }
  return {
    ...plain,
    kind: 'video',
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    highDynamicRange: await track.hasHighDynamicRange(),
    reorderSeconds: await reorderSecondsOf(track),
  }
}

const containerOf = async (input: Input): Promise<FileFacts['container']> => {
  const format = await input.getFormat()
  if (format === WEBM) return 'webm'
  return format === MATROSKA ? 'matroska' : 'isobmff'
}

const factsOf = async (input: Input, file: Blob): Promise<FileFacts> => {
  const container = await containerOf(input)
  const fragmented = container === 'isobmff' && (await isFragmentedMp4(readerOf(file)))
  const tracks: TrackFacts[] = []
  for (const track of await input.getTracks()) tracks.push(await factsOfTrack(track))
  // Pictures first, as in the copy.
  const ordered = tracks.toSorted(
    (one, other) => Number(other.kind === 'video') - Number(one.kind === 'video'),
  )
  return { container, fragmented, durationSeconds: await input.computeDuration(), tracks: ordered }
}

/** Where the copy is written. */
export interface CopyPlace {
  readonly read: ReadBytes
  write(bytes: Uint8Array<ArrayBuffer>, position: number): void
  /** Ends the writing and gives what was written. */
  finish(): Promise<Blob>
}

export type RemuxOutcome = RemuxVerdict | 'unreadable' | 'uncopyable' | 'not_the_same'

// A little more than the largest offset, so that rounding leaves none below zero.
const spareSeconds = 0.002

const writeCopy = async (
  input: Input,
  place: CopyPlace,
  { reorderSeconds, signal }: { reorderSeconds: number; signal: AbortSignal },
): Promise<boolean> => {
  const video = await input.getPrimaryVideoTrack()
  if (video === null) return false
  const earlierSeconds = reorderSeconds > 0 ? reorderSeconds + spareSeconds : 0
  const audio = await input.getPrimaryAudioTrack()
  const copied = await copyTracks({ video, audio, earlierSeconds, signal, write: place.write })
  return copied && (earlierSeconds === 0 || (await settleOffsets(place)))
}

/**
 * Copies a file into a fragmented MP4 when that helps and nothing is lost. Any outcome but `remux` means that the original
 * is the file to send, and that what was written is worth nothing.
 */
export const remux = async (file: Blob, place: CopyPlace, signal: AbortSignal): Promise<RemuxOutcome> => {
  using input = openFile(file)
  if (!(await input.canRead())) return 'unreadable'
  const before = await factsOf(input, file)
  signal.throwIfAborted()
  const verdict = remuxVerdict(before)
  if (verdict !== 'remux') return verdict
  const [{ reorderSeconds } = { reorderSeconds: 0 }] = before.tracks
  if (!(await writeCopy(input, place, { reorderSeconds, signal }))) return 'uncopyable'
  const copy = await place.finish()
  using reopened = openFile(copy)
  const after = await factsOf(reopened, copy)
  return after.fragmented && keepsEverything(before, after) ? 'remux' : 'not_the_same'
}
