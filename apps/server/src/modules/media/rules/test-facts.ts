import type { AudioStream, PacketScan, Probe, VideoStream } from '#platform/ffmpeg'

/** What ffprobe says about the file of an ordinary phone; tests change what they are about. */
export const ordinaryVideo: VideoStream = {
  codec: 'h264',
  profile: 'High',
  level: 40,
  width: 1080,
  height: 1920,
  rotation: 0,
  sampleAspect: 1,
  fieldOrder: 'progressive',
  framesPerSecond: 30,
  pixelFormat: 'yuv420p',
  colorTransfer: 'bt709',
  colorSpace: 'bt709',
  colorPrimaries: 'bt709',
  colorRange: 'tv',
  bitsPerSecond: 4_000_000,
  startMs: 0,
  durationMs: 5000,
  frames: 150,
}

export const ordinaryAudio: AudioStream = {
  codec: 'aac',
  profile: 'LC',
  channels: 2,
  sampleRate: 48_000,
  bitsPerSecond: 128_000,
  startMs: 0,
  durationMs: 5000,
}

export const ordinaryFile: Probe = {
  formats: ['mov', 'mp4'],
  durationMs: 5000,
  startMs: 0,
  bytes: 1_000_000,
  bitsPerSecond: 1_600_000,
  videoStreams: 1,
  audioStreams: 1,
  video: ordinaryVideo,
  audio: ordinaryAudio,
}

export const ordinaryScan: PacketScan = {
  frames: 150,
  keyframes: 5,
  startMs: 0,
  durationMs: 5000,
  longestKeyframeGapMs: 1000,
  variableRate: false,
}
