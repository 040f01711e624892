import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KuairandFiles } from './kuairand-cases.ts'
import { evaluateKuairand } from './kuairand.ts'

const header = 'user_id,video_id,date,hourmin,time_ms,is_click,is_like,long_view,play_time_ms,duration_ms,tab'
const startMs = Date.parse('2022-04-25T00:00:00Z')

/** Everybody holds on to the videos whose number has the remainder of their own. */
const impressionLines = (): string[] =>
  Array.from({ length: 400 }, (_, at) => {
    const [user, video] = [at % 20, (at * 7 + Math.floor(at / 20) * 3) % 30]
    const held = video % 2 === user % 2 ? 1 : 0
    const day = 20220425 + Math.floor(at / 100)
    return [
      user,
      video,
      day,
      1200,
      startMs + at * 600_000,
      held,
      at % 40 === 0 ? 1 : 0,
      held,
      held * 9000,
      10_000,
      1,
    ].join()
  })

let folder: string
let files: KuairandFiles
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-eval-'))
  const at = (name: string): string => join(folder, name)
  files = {
    impressions: at('impressions.csv.gz'),
    sequences: at('past.csv'),
    users: at('users.csv'),
    videos: at('videos.csv'),
  }
  await writeFile(files.impressions, gzipSync([header, ...impressionLines(), ''].join('\n')))
  await writeFile(
    files.sequences,
    'user_id,history_len,last_time_ms,watch_seq,long_watch_seq,like_seq\n0,3,1650615878629,2 4 5,2 4,4\n1,1,1650615878629,3,3,""\n',
  )
  await writeFile(
    files.users,
    ['user_id,active,range', ...Array.from({ length: 20 }, (_, id) => `${id},full,"[1,2)"`), ''].join('\n'),
  )
  const videos = Array.from(
    { length: 30 },
    (_, id) => `${id},${id % 5},NORMAL,2022-04-10,Import,10000,720,1280,${id % 7},9.0,"3,4"`,
  )
  await writeFile(
    files.videos,
    [
      'video_id,author_id,video_type,upload_dt,upload_type,video_duration,server_width,server_height,music_id,music_type,tag',
      ...videos,
      '',
    ].join('\n'),
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const evaluate = (change: Partial<KuairandFiles> = {}, window = { from: 20220428, to: 20220428 }) =>
  evaluateKuairand({ ...files, ...change }, window, () => undefined)

test('files of impressions are judged by all three protocols', async () => {
  const found = await evaluate()
  expect(found.retrieval.users).toBeGreaterThan(0)
  expect(found.retrieval.r200).toBe(1)
  expect(Object.keys(found.ranking)).toEqual(['long_view', 'click', 'like'])
  expect(found.ranking['long_view']?.online.auc).toBeGreaterThan(0.6)
  expect(found.watch.mae).toBeGreaterThan(0)
})

test('files that cannot be used are named, with what to do', async () => {
  await expect(evaluate({ users: join(folder, 'none.csv') })).rejects.toThrow(/There is no file .*none\.csv/)
  await expect(evaluate({ videos: files.users })).rejects.toThrow('has no column video_id')
  await expect(evaluate({}, { from: 20220601, to: 20220602 })).rejects.toThrow('--test-from')
  const damaged = join(folder, 'damaged.csv.gz')
  await writeFile(damaged, gzipSync('x').subarray(0, 8))
  await expect(evaluate({ impressions: damaged })).rejects.toThrow('Fetch it again')
})
