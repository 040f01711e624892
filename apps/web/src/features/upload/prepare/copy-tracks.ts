import type { EncodedPacket, InputAudioTrack, InputTrack, InputVideoTrack } from 'mediabunny'
import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  StreamTarget,
} from 'mediabunny'

/** The packets of one track on their way into the copy. */
interface Lane {
  readonly packets: AsyncGenerator<EncodedPacket, void>
  head: EncodedPacket | null
  add(packet: EncodedPacket): Promise<void>
  close(): void
}

const nextOf = async (packets: AsyncGenerator<EncodedPacket, void>): Promise<EncodedPacket | null> => {
  const { value } = await packets.next()
  return value ?? null
}

const packetsOf = (track: InputTrack): AsyncGenerator<EncodedPacket, void> =>
  new EncodedPacketSink(track).packets()

const videoLane = async (
  track: InputVideoTrack,
  output: Output,
  earlierSeconds: number,
): Promise<Lane | null> => {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()]
  if (codec === null || decoderConfig === null) return null
  const source = new EncodedVideoPacketSource(codec)
  output.addVideoTrack(source, { rotation: await track.getRotation() })
  const packets = packetsOf(track)
  return {
    packets,
    head: await nextOf(packets),
    add: (packet) =>
      source.add(packet.clone({ timestamp: packet.timestamp - earlierSeconds }), { decoderConfig }),
    close: () => source.close(),
  }
}

const audioLane = async (track: InputAudioTrack, output: Output): Promise<Lane | null> => {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()]
  if (codec === null || decoderConfig === null) return null
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source)
  const packets = packetsOf(track)
  return {
    packets,
    head: await nextOf(packets),
    add: (packet) => source.add(packet, { decoderConfig }),
    close: () => source.close(),
  }
}

/** Moves the packets over in the order of their time, so that only few of them are in memory. */
const moveAll = async (lanes: readonly Lane[], signal: AbortSignal): Promise<void> => {
  for (;;) {
    signal.throwIfAborted()
    const open = lanes.filter(({ head }) => head !== null)
    const [first, ...others] = open
    if (first === undefined) return
    const next = others.reduce(
      (earliest, lane) => ((lane.head?.timestamp ?? 0) < (earliest.head?.timestamp ?? 0) ? lane : earliest),
      first,
    )
    if (next.head) await next.add(next.head)
    next.head = await nextOf(next.packets)
    if (next.head === null) next.close()
  }
}

export interface CopyOrder {
  readonly video: InputVideoTrack
  readonly audio: InputAudioTrack | null
  /** By how much the pictures begin before their time, to be settled afterwards. */
  readonly earlierSeconds: number
  readonly signal: AbortSignal
  write(bytes: Uint8Array<ArrayBuffer>, position: number): void
}

/**
 * Copies the packets of the tracks, decoding nothing, into an MP4 in fragments. No tags go along: a phone writes down where
 * and with what it filmed. False when a track cannot be copied.
 */
export const copyTracks = async (order: CopyOrder): Promise<boolean> => {
  const writable = new WritableStream<{ data: Uint8Array<ArrayBuffer>; position: number }>({
    write: ({ data, position }) => order.write(data, position),
  })
  const target = new StreamTarget(writable, { chunked: true })
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'fragmented' }), target })
  const lanes = [await videoLane(order.video, output, order.earlierSeconds)]
  if (order.audio) lanes.push(await audioLane(order.audio, output))
  const whole = lanes.filter((lane) => lane !== null)
  if (whole.length < lanes.length) return false
  await output.start()
  await moveAll(whole, order.signal)
  await output.finalize()
  return true
}
