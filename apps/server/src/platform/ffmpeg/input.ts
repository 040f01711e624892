/** Demuxers of ordinary media files. Playlists and scripts (HLS, concat) are not among them: they open other files. */
const formatWhitelist = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,gif,mp3,wav,ogg,flac,aac,asf'
/** 8192 × 4352: the decoder itself refuses larger pictures, before it takes memory for them. */
const maximumDecodedPixels = 35_651_584

const bounds = (protocol: 'file' | 'pipe', analysis: { bytes: string; length: string }): string[] => [
  ...['-protocol_whitelist', protocol, '-format_whitelist', formatWhitelist],
  ...['-probesize', analysis.bytes, '-analyzeduration', analysis.length],
  ...['-max_pixels', String(maximumDecodedPixels)],
]

/**
 * Input options, up to and with `-i`, that keep FFmpeg and ffprobe to the one local file they were given.
 *
 * @example
 * const args = (at: Places) => [...safeInput(at.input(0)), '-c', 'copy', at.output('copy.mp4')]
 */
export const safeInput = (path: string): string[] => [
  ...bounds('file', { bytes: '20M', length: '10M' }),
  // The prefix keeps a file name that looks like an address or an option from being taken for one.
  ...['-i', `file:${path}`],
]

/**
 * The same for bytes that arrive on stdin. It looks less far ahead: what it waits for delays the first picture.
 *
 * @example
 * const args = (at: Places) => [...safePipe(), '-c', 'copy', at.output('copy.mp4')]
 */
export const safePipe = (): string[] => [...bounds('pipe', { bytes: '5M', length: '5M' }), '-i', 'pipe:0']
