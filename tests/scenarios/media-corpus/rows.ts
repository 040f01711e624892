import { readFile, writeFile } from 'node:fs/promises'
import { hostileRows } from './hostile-rows.ts'
import { ffmpeg } from './programs.ts'
import {
  aac,
  accepted,
  asOrdinary,
  h264,
  made,
  ordinaryColours,
  ordinaryPicture,
  test,
  tone,
  type Row,
} from './row.ts'

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

/** Every row of the table of hostile and unusual files. */
export const rows: readonly Row[] = [...pictures, ...sounds, ...hostileRows]
