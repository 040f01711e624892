import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getFeed, listPostsOfPerson, signUp as signUpEndpoint } from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#config'
import { findFfmpeg } from '#platform/ffmpeg'
import { createClient, createTestApp, testPassword, tinyClip, type TestApp } from '../testing/test-app.ts'
import { seedClips } from './clip-folder.ts'
import { makeDemoAgency, welcomeOperators } from './demo-agency.ts'
import { readDemoState, writeDemoState } from './demo-state.ts'
import { makeDemoTown, wantsDemo } from './demo-town.ts'
import { idFrom } from './place-clip.ts'

const ffmpeg = await findFfmpeg({ ffmpegPath: loadConfig().ffmpegPath })

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  welcomeOperators(app)
})
afterAll(() => app.stop())

test.skipIf(ffmpeg === null)('a folder of clips is posted once, however often it is seeded', async () => {
  const folder = join(app.folder, 'clips')
  await mkdir(folder)
  await copyFile(await tinyClip(app), join(folder, 'duck.mp4'))
  const clip = { file: 'duck.mp4', description: 'A duck', tags: ['Street Life', 'pond'] }
  const credit = { attribution: 'Cleo', licence: 'CC BY 4.0' }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ clips: [{ ...clip, ...credit }] }))
  const lines: string[] = []
  expect(await seedClips(app, folder, (line) => lines.push(line))).toEqual({ clips: 1 })
  expect(await seedClips(app, folder, (line) => lines.push(line))).toEqual({ clips: 1 })
  expect(lines).toHaveLength(2)
  await app.jobs.runOnce()
  expect(await seedClips(app, folder, () => undefined)).toEqual({ clips: 1 })
  await app.jobs.runOnce()
  const { posts } = await createClient(app).call(listPostsOfPerson, {
    params: { handle: 'streetlife_clips' },
  })
  expect(posts).toHaveLength(1)
  expect(posts[0]).toMatchObject({
    state: 'published',
    caption: 'A duck (Cleo, CC BY 4.0) #streetlife #pond',
    tags: ['streetlife', 'pond'],
  })
  expect((await createClient(app).call(getFeed)).slots).toHaveLength(1)
})

test('a folder without a usable manifest says so', async () => {
  await expect(seedClips(app, join(app.folder, 'nowhere'), () => undefined)).rejects.toThrow(/cannot be read/)
})

test('ids of seeded clips are stable and of version 8', () => {
  expect(idFrom('a')).toBe(idFrom('a'))
  expect(idFrom('a')).not.toBe(idFrom('b'))
  expect(idFrom('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a town is made in an empty place alone, and goes on once begun', async () => {
  const { demo } = app.engines.paths
  expect(await readDemoState(demo)).toBe('none')
  expect(await wantsDemo(app, true)).toBe(false)
  expect(await wantsDemo({ ...app, ffmpeg: null }, false)).toBe(false)
  expect(await readDemoState(demo)).toBe('none')
  if (app.ffmpeg !== null) expect(await wantsDemo(app, false)).toBe(true)
  await writeDemoState(demo, 'making')
  const body = { handle: 'ana', password: testPassword, birthDate: '1990-01-01' }
  await createClient(app).call(signUpEndpoint, { body })
  expect(await wantsDemo(app, true)).toBe(true)
  await writeDemoState(demo, 'complete')
  expect(await wantsDemo(app, false)).toBe(false)
  await writeDemoState(demo, 'none')
  expect(await wantsDemo(app, false)).toBe(false)
})

test('a town that is told to stop has its people and is not complete', async () => {
  await makeDemoTown(app, { signal: AbortSignal.abort(), onProgress: () => undefined })
  expect(await readDemoState(app.engines.paths.demo)).toBe('none')
  const people = await app.identity.knownHandles(app.engines.db.pool, ['ana'])
  expect(people.size).toBe(1)
})

test('whoever runs the instance sees the agency of the demo and its one client, nobody else does', async () => {
  const { pool } = app.engines.db
  const guest = await createClient(app).call(signUpEndpoint, {
    body: { handle: 'ben', password: testPassword, birthDate: '1990-01-01' },
  })
  const told = AbortSignal.abort()
  await makeDemoAgency(app, told)
  await makeDemoAgency(app, told)
  await app.jobs.runOnce()
  const [operator] = await app.identity.listOperators(pool)
  expect(operator?.handle).toBe('ana')
  const clients = operator === undefined ? [] : await app.outside.listClients(operator.personId)
  expect(clients.map(({ name, isDemo, role }) => [name, isDemo, role])).toEqual([
    ['Example Beauty', true, 'owner'],
  ])
  expect(await app.outside.listClients(guest.me.personId)).toEqual([])
})
