/** Which way the camera looks: at the person or away. */
export type Facing = 'user' | 'environment'

/** Why there is no picture, each with a next step of its own. */
export type CameraProblem = 'unsupported' | 'insecure' | 'denied' | 'missing' | 'busy' | 'failed'

export interface Camera {
  readonly stream: MediaStream
  /** Whether the person sees themselves and expects a mirror. */
  readonly mirrored: boolean
  readonly hasSound: boolean
}

const idealWidth = 720
const idealHeight = 1280
const idealRate = 30

const problems = new Map<string, CameraProblem>([
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
])

/** The problem behind what the browser threw. */
export const problemOf = (error: unknown): CameraProblem =>
  (error instanceof Error ? problems.get(error.name) : undefined) ?? 'failed'

const constraintsFor = (facing: Facing, withSound: boolean): MediaStreamConstraints => ({
  video: {
    facingMode: { ideal: facing },
    width: { ideal: idealWidth },
    height: { ideal: idealHeight },
    frameRate: { ideal: idealRate },
  },
  audio: withSound ? { echoCancellation: true, noiseSuppression: true } : false,
})

export const stopCamera = ({ stream }: Camera): void => {
  for (const track of stream.getTracks()) track.stop()
}

const openStream = async (facing: Facing): Promise<MediaStream> => {
  try {
    return await navigator.mediaDevices.getUserMedia(constraintsFor(facing, true))
  } catch (error) {
    // A device without a microphone still has a picture.
    if (problemOf(error) !== 'missing') throw error
    return navigator.mediaDevices.getUserMedia(constraintsFor(facing, false))
  }
}

/** Opens the camera that looks this way, upright where it can; tells the problem when there is none. */
export const openCamera = async (facing: Facing): Promise<Camera | CameraProblem> => {
  if (!window.isSecureContext) return 'insecure'
  if (!('mediaDevices' in navigator) || !('MediaRecorder' in window)) return 'unsupported'
  try {
    const stream = await openStream(facing)
    const [picture] = stream.getVideoTracks()
    const shows = picture?.getSettings().facingMode
    const mirrored = shows === undefined ? facing === 'user' : shows === 'user'
    return { stream, mirrored, hasSound: stream.getAudioTracks().length > 0 }
  } catch (error) {
    return problemOf(error)
  }
}

/** How many cameras there are to switch between. */
export const countCameras = async (): Promise<number> => {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices.filter(({ kind }) => kind === 'videoinput').length
}
