import type { EncodedPacket, EncodedPacketSink } from 'mediabunny'

/** Sound may last so much longer than the picture; the rest is cut off. */
const soundToleranceSeconds = 0.5
/** What rounding of times may amount to. */
const slackSeconds = 0.002

/** One track on its way from file to file. */
export interface Lane {
  readonly packets: AsyncIterator<EncodedPacket>
  add(packet: EncodedPacket): Promise<void>
  next: EncodedPacket | null
}

/** Null at the end, also where the file breaks off: what came before it is whole. */
export const advance = async (lane: Pick<Lane, 'packets'>): Promise<EncodedPacket | null> => {
  try {
    const { done, value } = await lane.packets.next()
    return done === true ? null : value
  } catch {
    return null
  }
}

/**
 * The picture from which the copy begins. What lies before zero was cut away on the phone and is still in the file: it
 * must not be seen again, so the copy begins at the first key picture after it.
 */
export const firstShown = async (sink: EncodedPacketSink): Promise<EncodedPacket | null> => {
  let packet = await sink.getFirstKeyPacket()
  while (packet !== null && packet.timestamp < -slackSeconds) packet = await sink.getNextKeyPacket(packet)
  return packet
}

const copyVideo = async (lane: Lane, startsAt: number): Promise<number> => {
  const packet = lane.next
  lane.next = await advance(lane)
  // Pictures that belong to a key picture before the first one shown.
  if (packet === null || packet.timestamp < startsAt - slackSeconds) return 0
  await lane.add(packet.clone({ timestamp: Math.max(0, packet.timestamp - startsAt) }))
  return packet.timestamp - startsAt + packet.duration
}

const copySound = async (lane: Lane, startsAt: number, untilSeconds: number): Promise<boolean> => {
  const packet = lane.next
  lane.next = await advance(lane)
  if (packet === null) return false
  const timestamp = packet.timestamp - startsAt
  if (timestamp < -slackSeconds) return false
  if (timestamp + packet.duration > untilSeconds + soundToleranceSeconds) {
    lane.next = null
    return false
  }
  await lane.add(packet.clone({ timestamp: Math.max(0, timestamp) }))
  return true
}

export interface CopyPlan {
  readonly video: Lane
  readonly sound: Lane | null
  /** Time of the source at which the copy begins. */
  readonly startsAt: number
  /** How long the picture claims to last. */
  readonly claimedSeconds: number
}

/** Copies packets in the order of their times, so that neither track has to wait in memory for the other. */
export const copyPackets = async (plan: CopyPlan): Promise<{ durationMs: number; hasAudio: boolean }> => {
  const { video, sound, startsAt, claimedSeconds } = plan
  let seconds = 0
  let hasAudio = false
  while (video.next !== null) {
    const soundIsDue = sound !== null && sound.next !== null && sound.next.timestamp <= video.next.timestamp
    if (soundIsDue) hasAudio = (await copySound(sound, startsAt, claimedSeconds)) || hasAudio
    else seconds = Math.max(seconds, await copyVideo(video, startsAt))
  }
  while (sound !== null && sound.next !== null)
    hasAudio = (await copySound(sound, startsAt, seconds)) || hasAudio
  return { durationMs: Math.round(seconds * 1000), hasAudio }
}
