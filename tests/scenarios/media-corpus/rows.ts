import type { RefusalCode } from '@busker/contract'
import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { ffmpeg } from './programs.ts'

/** What has to come out of a file. */
export type Expected =
  | { readonly refused: readonly RefusalCode[] }
  | {
      readonly refused: null
      /** Of the largest size, in the shape in which a player shows it. */
      readonly width: number
      readonly height: number
      readonly sound: boolean
      /** When the length that counts is not that of the decoded picture. */
      readonly durationMs?: number
      /** Faults of the bytes may show in the picture. */
      readonly blemished?: boolean
      /** At least so alike the picture of the source, dB; 0 when there is nothing to compare with. */
      readonly likenessDb?: number
      /** What the picture has to look like, as an input of FFmpeg in ordinary colours, when that is not the source. */
      readonly reference?: readonly string[]
    }

/** One kind of file and the way to make it. */
export interface Row {
  readonly name: string
  /** The name of the file, which says nothing about its content to the gate. */
  readonly file: string
  readonly make: (file: string) => Promise<void>
  readonly expected: Expected
  /** Left out of `npm test`: it takes too long for what it adds. */
  readonly large?: boolean
}

const test = (size: string, seconds: number, rate: number | string = 30): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
]
const tone = (seconds: number, rate = 48_000): string[] => [
  ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=${rate}:duration=${seconds}`],
]
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']
const aac = ['-c:a', 'aac']

const made =
  (...args: readonly string[]) =>
  async (file: string): Promise<void> => {
    await ffmpeg(...args, file)
  }

const accepted = (width: number, height: number, sound = true): Extract<Expected, { refused: null }> => ({
  ...{ refused: null, width, height, sound },
})
export const ordinaryColours = 'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709'
/** A picture for ordinary screens. */
const ordinary = 'testsrc2=size=540x960:rate=30:duration=1,scale=out_color_matrix=bt709:out_range=tv'
const ordinaryPicture = `${ordinary},format=yuv420p`

const asOrdinary: Expected = {
  ...accepted(540, 960, false),
  reference: ['-f', 'lavfi', '-i', ordinaryPicture],
}
const refused = (...codes: RefusalCode[]): Expected => ({ refused: codes })

const rotated =
  (degrees: number) =>
  async (file: string): Promise<void> => {
    const upright = `${file}.upright.mp4`
    await ffmpeg(...test('320x180', 2), ...tone(2), ...h264, ...aac, upright)
    await ffmpeg('-i', upright, '-c', 'copy', '-metadata:s:v:0', `rotate=${degrees}`, file)
  }

/** The same picture as a camera for bright screens stores it. */
const bright =
  (transfer: 'smpte2084' | 'arib-std-b67') =>
  async (file: string): Promise<void> => {
    const wide = `zscale=p=bt2020:t=${transfer}:m=bt2020nc:r=tv:npl=100,format=yuv420p10le`
    const names = ['-color_primaries', 'bt2020', '-color_trc', transfer, '-colorspace', 'bt2020nc']
    const x265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-crf', '12', '-tag:v', 'hvc1']
    const source = ['-f', 'lavfi', '-i', ordinaryPicture, '-vf', `${ordinaryColours},${wide}`]
    await ffmpeg(...source, ...x265, '-x265-params', 'log-level=error', '-color_range', 'tv', ...names, file)
  }

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

const pictures: readonly Row[] = [
  ...[90, 180, 270].map((degrees) => ({
    name: `rotated by ${degrees} degrees`,
    file: 'rotated.mp4',
    make: rotated(degrees),
    expected: degrees === 180 ? accepted(320, 180) : accepted(180, 320),
  })),
  {
    name: 'HDR10 (PQ)',
    file: 'pq.mp4',
    make: bright('smpte2084'),
    expected: asOrdinary,
  },
  { name: 'HLG', file: 'hlg.mp4', make: bright('arib-std-b67'), expected: asOrdinary },
  {
    name: 'varying frame rate',
    file: 'varying.mp4',
    make: made(
      ...test('320x180', 3),
      '-vf',
      "select='if(lt(t,1.5),1,not(mod(n,4)))'",
      '-fps_mode',
      'vfr',
      ...h264,
    ),
    expected: accepted(320, 180, false),
  },
  {
    name: 'ProRes 4:2:2 with 10 bits',
    file: 'prores.mov',
    make: made(...test('480x270', 1), '-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10le'),
    expected: accepted(480, 270, false),
  },
  {
    name: '4:4:4 of an odd-shaped 538 × 960',
    file: 'yuv444.mp4',
    make: made(...test('538x960', 1), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p'),
    expected: accepted(538, 960, false),
  },
  {
    name: 'odd sides',
    file: 'odd.webm',
    make: made(...test('321x241', 1), '-c:v', 'libvpx', '-deadline', 'realtime', '-pix_fmt', 'yuv420p'),
    expected: accepted(322, 242, false),
  },
  {
    name: 'interlaced with wide pixels',
    file: 'interlaced.mpg',
    make: made(
      ...test('720x576', 2, 50),
      ...['-vf', 'interlace=lowpass=0,setfield=tff,setsar=16/11', '-c:v', 'mpeg2video', '-b:v', '6M'],
      ...['-flags', '+ilme+ildct', '-pix_fmt', 'yuv420p', '-f', 'mpeg'],
    ),
    expected: { ...accepted(1024, 576, false), likenessDb: 17 },
  },
  {
    name: 'GIF',
    file: 'moving.gif',
    make: made(...test('200x200', 2, 10)),
    expected: accepted(200, 200, false),
  },
  {
    name: '60 pictures a second',
    file: 'fast.mp4',
    make: made(...test('320x180', 1, 60), ...h264),
    expected: accepted(320, 180, false),
  },
  {
    name: '4K at 60 in HEVC with 10 bits',
    file: '4k.mp4',
    make: made(
      ...test('3840x2160', 1, 60),
      ...[
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p10le',
        '-x265-params',
        'log-level=error',
      ],
    ),
    expected: accepted(1920, 1080, false),
    large: true,
  },
]

const sounds: readonly Row[] = [
  {
    name: 'two sounds, 5.1 at 96 kHz first',
    file: 'surround.mkv',
    make: made(
      ...[...test('320x180', 2), ...tone(2, 96_000), ...tone(2)],
      ...['-filter_complex', '[1:a]pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0[wide]', '-map', '0:v'],
      ...['-map', '[wide]', '-map', '2:a', ...h264, '-c:a', 'flac', '-ar:a:0', '96000'],
    ),
    expected: accepted(320, 180),
  },
  {
    name: 'a start at 10 s',
    file: 'late.ts',
    make: made(...test('320x180', 3), ...tone(3), ...h264, ...aac, '-output_ts_offset', '10', '-f', 'mpegts'),
    expected: accepted(320, 180),
  },
  {
    name: 'a recording of a browser without length',
    file: 'recorded.webm',
    // What is written to a pipe cannot get its length afterwards.
    make: async (file) => {
      const codecs = ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus', '-live', '1']
      await ffmpeg(...test('320x180', 2), ...tone(2), ...codecs, '-f', 'webm', file)
    },
    expected: accepted(320, 180),
  },
  {
    name: 'no sound',
    file: 'silent.mp4',
    make: made(...test('320x180', 2), ...h264),
    expected: accepted(320, 180, false),
  },
  {
    name: 'the index at the end',
    file: 'index-last.mp4',
    make: made(...test('320x180', 2), ...tone(2), ...h264, ...aac),
    expected: accepted(320, 180),
  },
  {
    name: 'two resolutions in one transport stream',
    file: 'two.ts',
    make: async (file) => {
      const parts = [`${file}.1.ts`, `${file}.2.ts`]
      await ffmpeg(...test('640x360', 2), ...tone(2), ...h264, ...aac, parts[0] ?? '')
      await ffmpeg(
        ...test('320x180', 2),
        ...tone(2),
        ...h264,
        ...aac,
        '-output_ts_offset',
        '2',
        parts[1] ?? '',
      )
      await writeFile(file, Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))))
    },
    expected: { ...accepted(640, 360), durationMs: 4000 },
  },
  {
    name: '9 s of sound with 3 s of picture',
    file: 'long-sound.mp4',
    make: made(...test('320x180', 3), ...tone(9), ...h264, ...aac),
    expected: accepted(320, 180),
  },
  {
    name: '9 s of sound with 3 s of picture in Matroska',
    file: 'long-sound.mkv',
    make: made(...test('320x180', 3), ...tone(9), ...h264, ...aac),
    expected: accepted(320, 180),
  },
  {
    name: 'a cover picture before the video',
    file: 'cover.mp4',
    make: async (file) => {
      const cover = `${file}.jpg`
      await ffmpeg(...test('64x64', 1), '-frames:v', '1', cover)
      const streams = ['-map', '2:v', '-map', '0:v', '-map', '1:a', '-disposition:v:0', 'attached_pic']
      await ffmpeg(
        ...test('320x180', 2),
        ...tone(2),
        '-i',
        cover,
        ...streams,
        '-c:v:0',
        'copy',
        '-c:v:1',
        'libx264',
        '-pix_fmt:v:1',
        'yuv420p',
        ...aac,
        file,
      )
    },
    expected: accepted(320, 180),
  },
]

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

/** Every row of the table of hostile and unusual files. */
export const rows: readonly Row[] = [...pictures, ...sounds, ...faults, ...excesses]
