import { askFfprobe, type MediaBytes } from './ask-ffprobe.ts'
import type { Ffmpeg } from './find.ts'
import { PacketFold, type PacketScan } from './fold-packets.ts'

/** An hour at 1000 pictures a second. */
const maximumLines = 3_600_000
const longestLineChars = 200
const wallMs = 120_000
/** An upload may take this long; whoever follows it gives up sooner when nothing comes. */
const longestArrivalMs = 3_600_000

/**
 * Reads the packets of the first video stream, without decoding: how long the video really is, how far apart its
 * keyframes are and whether its rate varies. Of bytes that still arrive the caller's signal limits the waiting. Null when
 * the source cannot be read to its end; rejects with `internal` when this machine is at fault.
 *
 * @example
 * const scan = await scanPackets(ffmpeg, '/data/uploads/0192…')
 */
export const scanPackets = async (
  ffmpeg: Ffmpeg,
  source: MediaBytes,
  signal?: AbortSignal,
): Promise<PacketScan | null> => {
  const fold = new PacketFold()
  let rest = ''
  let lines = 0
  const onStdout = (chunk: Buffer): void => {
    const parts = (rest + chunk.toString('latin1')).split('\n')
    rest = (parts.pop() ?? '').slice(-longestLineChars)
    for (const line of parts) if (lines++ < maximumLines) fold.add(line)
  }
  const show = [
    ...['-print_format', 'compact=print_section=0:nokey=1:item_sep=|', '-select_streams', 'V:0'],
    ...['-show_entries', 'packet=pts_time,dts_time,duration_time,flags'],
  ]
  const question = {
    source,
    show,
    cpuSeconds: 60,
    wallMs: typeof source === 'string' ? wallMs : longestArrivalMs,
  }
  const end = await askFfprobe(ffmpeg, { ...question, signal, onStdout })
  return end.exitCode === 0 && lines <= maximumLines ? fold.end() : null
}
