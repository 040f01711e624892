import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Chance } from '../chance.ts'
import type { Order } from './uploader.ts'

const runFile = promisify(execFile)
const ffmpegPath = (): string => process.env['FFMPEG_PATH'] ?? 'ffmpeg'

interface Kind {
  readonly size: string
  readonly seconds: number
  readonly args: readonly string[]
  readonly suffix: string
}

const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
/** Two to three seconds each: fit to be copied, only to be copied in part, to be encoded, turned, without sound. */
const kinds: readonly Kind[] = [
  { size: '540x960', seconds: 2, args: h264, suffix: 'mp4' },
  { size: '720x1280', seconds: 2.5, args: h264, suffix: 'mp4' },
  { size: '960x540', seconds: 3, args: [...h264, '-movflags', '+faststart'], suffix: 'mp4' },
  { size: '540x960', seconds: 2.2, args: ['-c:v', 'mpeg4', '-q:v', '6', '-c:a', 'aac'], suffix: 'mov' },
  {
    size: '640x360',
    seconds: 3,
    args: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8'],
    suffix: 'webm',
  },
  { size: '720x1280', seconds: 2, args: [...h264, '-an'], suffix: 'mkv' },
]

const makeSource = async (folder: string, kind: Kind, index: number): Promise<Buffer> => {
  const file = join(folder, `source-${index}.${kind.suffix}`)
  const picture = `testsrc2=size=${kind.size}:rate=30:duration=${kind.seconds},hue=h=${index * 50}`
  const sound = `sine=frequency=${200 + 90 * index}:duration=${kind.seconds}`
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound]
  await runFile(ffmpegPath(), ['-v', 'error', '-y', ...inputs, ...kind.args, file], { timeout: 60_000 })
  return readFile(file)
}

/** Bytes behind the end of a file change nothing for its readers and make each file its own. */
const mark = (bytes: Buffer, text: string): Buffer => {
  const payload = Buffer.from(text)
  const box = Buffer.alloc(8 + payload.length)
  box.writeUInt32BE(box.length, 0)
  box.write('free', 4, 'latin1')
  payload.copy(box, 8)
  return Buffer.concat([bytes, box])
}

const orderOf = (name: string, bytes: Buffer, expected: Order['expected']): Order => ({
  ...{ name, bytes, expected },
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

/** So many files of their own; one in twenty is no video, or one that was cut off. */
export const makeOrders = async (folder: string, count: number, chance: Chance): Promise<Order[]> => {
  const sources = await Promise.all(kinds.map((kind, index) => makeSource(folder, kind, index)))
  return Array.from({ length: count }, (_, index) => {
    const bytes = chance.pick(sources)
    const name = `clip-${index + 1}`
    if (index % 20 !== 19) return orderOf(name, mark(bytes, name), 'ready')
    const broken = index % 40 === 19 ? mark(Buffer.from(`no video ${name}\n`.repeat(500)), name) : null
    // The index of these is at the end: what is left of the file cannot be read.
    return orderOf(name, broken ?? Buffer.concat([bytes.subarray(0, 2000), Buffer.from(name)]), 'refused')
  })
}
