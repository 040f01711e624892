import { describe, expect, test } from 'vitest'
import { finishArguments, ladderArguments, playlistDurationMs, soundArguments } from './ladder-arguments.ts'
import { rungsOf, type LadderSettings } from './ladder.ts'
import { ordinaryFile, ordinaryVideo } from './test-facts.ts'

const settings: LadderSettings = { rungs: [540, 720, 1080], framesPerSecond: 30, maximumMs: 60_000 }
const tools = { toneMapping: true, deinterlacing: true }
const output = (name: string) => `/out/${name}`

const line = (change: Partial<typeof ordinaryVideo> = {}, more: object = {}) => {
  const video = { ...ordinaryVideo, ...change }
  const probe = { ...ordinaryFile, video }
  const rungs = rungsOf(video, settings)
  const plan = { input: ['-i', 'x'], rungs, settings, tools, output, poster: true, ...more }
  return ladderArguments({ probe, video }, plan).join(' ')
}

describe('the ladder', () => {
  test('reads the picture once and hands it down from size to size', () => {
    const graph = line()
    expect(graph.match(/\[0:V:0\]/g)).toHaveLength(1)
    expect(graph).toContain('[size2]split[rung2][larger1];[larger1]scale=720:1280')
    expect(graph).toContain('[size1]split[rung1][larger0];[larger0]scale=540:960')
    expect(graph).toContain('v:0,agroup:sound,name:540 v:1,agroup:sound,name:720 v:2,agroup:sound,name:1080')
  })

  test('a picture that is as wanted is passed through', () => {
    expect(line()).toContain('scale=1080:1920:flags=bicubic,setsar=1')
    expect(line()).not.toContain('in_color_matrix')
  })

  test('bright, combed and differently coloured pictures are converted', () => {
    const pq = line({ colorTransfer: 'smpte2084', colorSpace: null })
    expect(pq).toContain('color_trc=smpte2084:colorspace=bt2020nc')
    expect(pq.indexOf('scale=1080')).toBeLessThan(pq.indexOf('tonemap'))
    expect(line({ colorTransfer: 'arib-std-b67' })).toContain('tonemap')
    expect(line({ colorTransfer: 'smpte2084' }, { tools: { ...tools, toneMapping: false } })).not.toContain(
      'tonemap',
    )
    expect(line({ fieldOrder: 'interlaced' })).toContain('bwdif')
    expect(line({ colorSpace: null, width: 640, height: 360 })).toContain('in_color_matrix=bt601')
    expect(line({ colorSpace: null })).not.toContain('in_color_matrix')
    expect(line({ pixelFormat: 'yuvj420p' })).toContain('in_color_matrix=bt709:out_color_matrix=bt709')
  })

  test('without poster, without sound, and with sound alone', () => {
    expect(line({}, { poster: false })).not.toContain('poster.webp')
    const silent = { ...ordinaryFile, audio: null }
    const rungs = rungsOf(ordinaryVideo, settings)
    const plan = { input: ['-i', 'x'], rungs, settings, tools, output, poster: true }
    expect(ladderArguments({ probe: silent, video: ordinaryVideo }, plan).join(' ')).not.toContain('sound')
    const soundOnly = line({}, { rungs: [] })
    expect(soundOnly).toContain('/out/sound.pcm')
    expect(soundOnly).not.toContain('libx264')
  })

  test('a path cannot end the filter that names it', () => {
    expect(line({}, { output: (name: string) => `/a b's:c,d/${name}` })).toContain(
      String.raw`file=/a b\\\'s\\:c\,d/loudness.txt`,
    )
  })
})

test('the length of a picture is the sum of its segments', () => {
  expect(playlistDurationMs('#EXTM3U\n#EXTINF:1.001000,\na.m4s\n#EXTINF:0.5,\nb.m4s\n')).toBe(1501)
  expect(playlistDurationMs('')).toBe(0)
})

test('sizes are copied with the final sound, from playlists and from copies of the source', () => {
  const rungs = [
    { playlist: '/out/540.m3u8', output: '540.mp4' },
    { playlist: '/in/0', output: '1080-2.mp4' },
  ]
  const joined = finishArguments({ rungs, sound: '/out/sound.m4a', durationMs: 1500 }).join(' ')
  expect(joined.match(/-allowed_extensions/g)).toHaveLength(1)
  expect(joined).toContain('-map 1:V:0 -map 2:a:0 -c copy')
  const silent = finishArguments({ rungs, sound: null, durationMs: 1500 }).join(' ')
  expect(silent).not.toContain('a:0')
  const sound = soundArguments({ input: 'pipe:0', gainDb: 3, durationMs: 1500, output: 'o.m4a' }).join(' ')
  expect(sound).toContain('-f s16le -ar 48000 -ac 2 -i pipe:0')
  expect(sound).toContain('-t 1.5')
})
