// A program of its own: `node copy-process.ts facts FILE` or `… copy FILE OUTPUT`. It reads what strangers send, so it
// runs in a child that may open these files and nothing else (see run-copy.ts), and whose end is nobody else's.
import { open, type FileHandle } from 'node:fs/promises'
import {
  CustomSource,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathTarget,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  QTFF,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny'
import { advance, copyPackets, firstShown, type Lane } from './copy-packets.ts'
import type { Answer, Copy, Facts } from './facts.ts'

/** More than any index or picture that passes the gate has; a file that claims more is not worth the memory. */
const largestReadBytes = 32 * 1024 * 1024
const cacheBytes = 4 * 1024 * 1024

const openInput = async (handle: FileHandle): Promise<Input> => {
  const { size } = await handle.stat()
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    if (end - start > largestReadBytes) throw new RangeError(`a part of ${end - start} bytes is too large`)
    const bytes = new Uint8Array(end - start)
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start)
    if (bytesRead < bytes.length) throw new RangeError('the file ends too early')
    return bytes
  }
  const source = new CustomSource({ getSize: () => size, read, maxCacheSize: cacheBytes })
  // Never the formats that open other files.
  return new Input({ formats: [MP4, QTFF], source })
}

const inMs = (seconds: number | null): number | null =>
  seconds !== null && Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : null

const videoFacts = async (track: InputVideoTrack): Promise<Facts['video']> => {
  const stats = await track.computePacketStats()
  const aspect = await track.getPixelAspectRatio()
  const startsAt = Math.max(0, await track.getFirstTimestamp())
  return {
    codec: await track.getCodec(),
    codecString: await track.getCodecParameterString(),
    width: await track.getCodedWidth(),
    height: await track.getCodedHeight(),
    rotation: await track.getRotation(),
    sampleAspect: aspect.num / aspect.den,
    framesPerSecond: stats.averagePacketRate,
    frames: stats.packetCount,
    bitsPerSecond: stats.averageBitrate,
    durationMs: inMs((await track.computeDuration()) - startsAt),
  }
}

const soundFacts = async (track: InputAudioTrack): Promise<Facts['audio']> => ({
  codec: await track.getCodec(),
  channels: await track.getNumberOfChannels(),
  sampleRate: await track.getSampleRate(),
  durationMs: inMs(await track.getDurationFromMetadata()),
})

const factsOf = async (input: Input): Promise<Facts> => {
  const video = await input.getPrimaryVideoTrack()
  const audio = await input.getPrimaryAudioTrack()
  return {
    video: video && (await videoFacts(video)),
    audio: audio && (await soundFacts(audio)),
    durationMs: inMs(await input.getDurationFromMetadata()),
  }
}

const videoLane = async (track: InputVideoTrack, output: Output) => {
  const decoderConfig = await track.getDecoderConfig()
  const sink = new EncodedPacketSink(track)
  const first = await firstShown(sink)
  if (decoderConfig === null || first === null) throw new RangeError('there is no picture to begin with')
  const source = new EncodedVideoPacketSource('avc')
  const { packetCount } = await track.computePacketStats()
  const [rotation, flip] = [await track.getRotation(), await track.getFlip()]
  output.addVideoTrack(source, { rotation, flip, maximumPacketCount: packetCount })
  const packets = sink.packets(first)
  const add: Lane['add'] = (packet) => source.add(packet, { decoderConfig })
  return { lane: { packets, add, next: await advance({ packets }) }, startsAt: Math.max(0, first.timestamp) }
}

const soundLane = async (track: InputAudioTrack, output: Output): Promise<Lane> => {
  const decoderConfig = await track.getDecoderConfig()
  if (decoderConfig === null) throw new RangeError('the sound is not described')
  const source = new EncodedAudioPacketSource('aac')
  const { packetCount } = await track.computePacketStats()
  output.addAudioTrack(source, { maximumPacketCount: packetCount })
  const packets = new EncodedPacketSink(track).packets()
  const add: Lane['add'] = (packet) => source.add(packet, { decoderConfig })
  return { packets, add, next: await advance({ packets }) }
}

/** One MP4 whose index stands in front, with the picture, the sound and nothing of what the phone noted. */
const copyTo = async (input: Input, file: string): Promise<Copy> => {
  const [picture, heard] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
  if (picture === null) throw new RangeError('there is no picture')
  // Room for the index is kept free at the beginning: nothing has to wait in memory for the end.
  const format = new Mp4OutputFormat({ fastStart: 'reserve' })
  const output = new Output({ format, target: new FilePathTarget(file) })
  const { lane: video, startsAt } = await videoLane(picture, output)
  const sound = heard && (await soundLane(heard, output))
  const claimedSeconds = (await picture.computeDuration()) - startsAt
  await output.start()
  const copy = await copyPackets({ video, sound, startsAt, claimedSeconds })
  await output.finalize()
  return copy
}

const answerTo = async (command: string, file: string, target: string): Promise<Answer> => {
  const handle = await open(file)
  try {
    const input = await openInput(handle)
    if (command === 'copy') return { kind: 'copy', copy: await copyTo(input, target) }
    return { kind: 'facts', facts: await factsOf(input), bytes: (await handle.stat()).size }
  } catch (error) {
    return { kind: 'unreadable', reason: String(error).slice(0, 500) }
  } finally {
    await handle.close()
  }
}

const [command = '', file = '', target = ''] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify(await answerTo(command, file, target))}\n`)
