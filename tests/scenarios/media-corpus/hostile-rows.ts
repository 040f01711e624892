import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { ffmpeg } from './programs.ts'
import { aac, accepted, h264, made, refused, test, tone, type Row } from './row.ts'

const broken =
  (change: (bytes: Buffer) => Buffer) =>
  async (file: string): Promise<void> => {
    await ffmpeg(
      ...test('320x180', 6),
      ...tone(6),
      ...h264,
      ...aac,
      '-movflags',
      '+faststart',
      '-f',
      'mp4',
      file,
    )
    await writeFile(file, change(await readFile(file)))
  }

/** Bytes of the media data turned over at places that a small generator draws, the same every time. */
const flipped = (bytes: Buffer, count: number): Buffer => {
  const from = bytes.indexOf('mdat') + 8
  let state = 12_345
  for (let drawn = 0; drawn < count; drawn += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    const at = from + (state % (bytes.length - from))
    bytes[at] = (bytes[at] ?? 0) ^ 0xff
  }
  return bytes
}

const withBytes =
  (content: string | Buffer) =>
  (file: string): Promise<void> =>
    writeFile(file, content)

const faults: readonly Row[] = [
  {
    name: 'cut off at 40 %',
    file: 'cut.mp4',
    make: broken((bytes) => bytes.subarray(0, bytes.length * 0.4)),
    expected: refused('damaged'),
  },
  {
    name: '400 bytes of the picture turned over',
    file: 'scratched.mp4',
    make: broken((bytes) => flipped(bytes, 400)),
    expected: { ...accepted(320, 180), blemished: true },
  },
  {
    name: 'no index',
    file: 'no-index.mp4',
    make: async (file) => {
      await ffmpeg(...test('320x180', 2), ...h264, '-f', 'mp4', file)
      const bytes = await readFile(file)
      await truncate(file, bytes.lastIndexOf('moov') - 4)
    },
    expected: refused('unreadable_file'),
  },
  {
    name: 'a scrambled index',
    file: 'scrambled.mp4',
    make: broken((bytes) => {
      const at = bytes.indexOf('moov')
      bytes.fill(0xa5, at, at + 600)
      return bytes
    }),
    expected: refused('unreadable_file'),
  },
  { name: 'nothing', file: 'empty.mp4', make: withBytes(''), expected: refused('unreadable_file') },
  {
    name: 'text',
    file: 'text.mp4',
    make: withBytes('Once upon a time.\n'.repeat(99)),
    expected: refused('unreadable_file'),
  },
  {
    name: 'gzip',
    file: 'gzip.mp4',
    make: withBytes(gzipSync('x'.repeat(9999))),
    expected: refused('unreadable_file'),
  },
  {
    name: 'PNG',
    file: 'png.mp4',
    make: made(...test('320x180', 1), '-frames:v', '1', '-c:v', 'png', '-f', 'image2'),
    expected: refused('unreadable_file'),
  },
  {
    name: 'SVG',
    file: 'svg.mp4',
    make: withBytes('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
    expected: refused('unreadable_file'),
  },
]

const excesses: readonly Row[] = [
  {
    name: '8192 × 8192',
    file: 'vast.mp4',
    make: made(...['-f', 'lavfi', '-i', 'color=size=8192x8192:rate=5:duration=1', ...h264]),
    expected: refused('too_many_pixels'),
    large: true,
  },
  {
    name: '16000 × 9000 in MJPEG',
    file: 'vast.avi',
    make: made(
      '-f',
      'lavfi',
      '-i',
      'color=size=16000x9000:rate=2:duration=1',
      '-c:v',
      'mjpeg',
      '-pix_fmt',
      'yuvj420p',
    ),
    expected: refused('too_many_pixels', 'unreadable_file'),
    large: true,
  },
  {
    name: 'ten hours of black',
    file: 'endless.mp4',
    make: made(...['-f', 'lavfi', '-i', 'color=size=64x64:rate=1:duration=36000', ...h264]),
    expected: refused('too_long'),
    large: true,
  },
  {
    name: '1000 pictures a second',
    file: 'rapid.mp4',
    make: made(...test('64x64', 1, 1000), ...h264),
    expected: refused('bad_frame_rate'),
  },
  {
    name: '4 × 4',
    file: 'tiny.mp4',
    make: made(...['-f', 'lavfi', '-i', 'color=size=4x4:rate=30:duration=1', ...h264]),
    expected: refused('bad_dimensions'),
  },
  {
    name: '7680 × 240',
    file: 'ribbon.mp4',
    make: made(...['-f', 'lavfi', '-i', 'color=size=7680x240:rate=10:duration=1', ...h264]),
    expected: refused('bad_dimensions'),
  },
  {
    name: '0.2 s',
    file: 'blink.mp4',
    make: made(...test('320x180', 0.2), ...h264),
    expected: refused('too_short'),
  },
  {
    name: 'one picture',
    file: 'one.mp4',
    make: made(...test('320x180', 1), '-frames:v', '1', ...h264),
    expected: refused('too_short'),
  },
  {
    name: 'sound only',
    file: 'sound.mp4',
    make: made(...tone(2), ...aac),
    expected: refused('no_video_stream'),
  },
]

/** Files that name other files and addresses; whoever opens them has opened too much. */
export const traps = (address: string, secret: string): readonly Row[] => [
  {
    name: 'a playlist (HLS)',
    file: 'playlist.mp4',
    make: withBytes(
      `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${address}/a.ts\n#EXTINF:10,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
    ),
    expected: refused('unreadable_file'),
  },
  {
    name: 'a list of files (ffconcat)',
    file: 'list.mp4',
    make: withBytes(`ffconcat version 1.0\nfile ${secret}\nfile ${address}/b.mp4\n`),
    expected: refused('unreadable_file'),
  },
  {
    name: 'a film description (DASH)',
    file: 'dash.mp4',
    make: withBytes(
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${address}/c.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    ),
    expected: refused('unreadable_file'),
  },
  {
    name: 'a video whose samples lie in another file (dref)',
    file: 'reference.mov',
    make: async (file) => {
      const plain = `${file}.plain.mov`
      await ffmpeg(...test('320x180', 2), ...h264, '-f', 'mov', plain)
      await copyFile(plain, file)
      const bytes = await readFile(file)
      // The data reference no longer says that the samples are in this file.
      const at = bytes.indexOf('url ')
      bytes.writeUInt32BE(0, at + 4)
      await writeFile(file, bytes)
    },
    expected: { ...accepted(320, 180, false) },
  },
]

/** What is broken, empty, no video, or more than is allowed. */
export const hostileRows: readonly Row[] = [...faults, ...excesses]
