import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Asset, ErrorBody } from '@busker/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededChance } from './chance.ts'
import { makeClips, type Clip } from './clips.ts'
import { readDataFolder } from './data-folder-report.ts'
import { httpClient, signUp, type Answer, type HttpClient } from './http-client.ts'
import { leftProcesses, startServer, type ServerProcess } from './server-process.ts'
import { beginUpload, offsetOf, sendRest, uploadClip } from './tus-upload.ts'

const diskMegabytes = 400

/** Only root may mount a small disk; elsewhere these tests are left out, and their name says why. */
const mountSmallDisk = (): string | null => {
  const place = mkdtempSync(join(tmpdir(), 'busker-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m,mode=0700`, 'tmpfs', place], {
      stdio: 'ignore',
    })
    return place
  } catch {
    rmSync(place, { recursive: true })
    return null
  }
}

const disk = mountSmallDisk()
const chance = seededChance(8480)
const acknowledged: string[] = []
let clip: Clip
let server: ServerProcess | null = null
let address = ''
let client: HttpClient
let postId = ''
let uploadPath = ''

beforeAll(async () => {
  if (disk === null) return
  const folder = mkdtempSync(join(tmpdir(), 'busker-clip-'))
  const [made] = await makeClips(folder, 1, 1)
  rmSync(folder, { recursive: true })
  if (made === undefined) throw new Error('one clip is made')
  clip = made
})
afterAll(async () => {
  await server?.kill()
  if (disk === null) return
  await leftProcesses(join(disk, 'data'))
  execFileSync('umount', ['--lazy', disk])
  rmSync(disk, { recursive: true, force: true })
})

const dataFolder = (): string => join(disk ?? '', 'data')
const ballast = (): string => join(disk ?? '', 'ballast')

/** Writes until nothing more fits. */
const fill = async (): Promise<void> => {
  const handle = await open(ballast(), 'a')
  try {
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 4)) {
      const block = Buffer.alloc(size)
      for (let count = 0; count < 2 * diskMegabytes; count += 1) {
        const written = await handle.write(block).catch(() => null)
        if (written === null || written.bytesWritten < size) break
      }
    }
  } finally {
    await handle.close()
  }
}

const report = async (): Promise<{ answer: Answer; ids: string[] }> => {
  const at = new Date().toISOString()
  const event = () => ({
    ...{ eventId: chance.uuid(), viewId: chance.uuid(), seq: 0, postId, slotId: null, surface: 'feed' },
    ...{
      startedAt: at,
      clientTime: at,
      visibleMs: 500,
      played: [[0, 500]],
      durationMs: 1000,
      soundOn: false,
    },
  })
  const events = Array.from({ length: 100 }, event)
  const body = { sentAt: at, timeZone: 'UTC', events }
  const answer = await client.send(address, { method: 'POST', path: '/v1/facts/views', body })
  return { answer, ids: events.map(({ eventId }) => eventId) }
}

/** Until nothing works on it any more: what fails on a full disk gives back space, and then the disk is not full. */
const untilAtRest = async (assetId: string): Promise<void> => {
  for (let poll = 0; poll < 1500; poll += 1) {
    const answer = await client.send(address, { method: 'GET', path: `/v1/assets/${assetId}` })
    const { asset } = answer.json<{ asset: Asset }>()
    if (asset.state === 'ready' && asset.playback.complete && asset.playback.previewUrl !== null) return
    await pause(50)
  }
  throw new Error('the clip was never done with')
}

describe.skipIf(disk === null)('on a small disk (needs the right to mount one)', () => {
  test('a start on a full disk says so in one line', async () => {
    await fill()
    const refused = startServer({ dataFolder: dataFolder() })
    expect(await refused.ended).toEqual({ code: 1, signal: null })
    expect(refused.complaints(), refused.output()).toHaveLength(1)
    expect(refused.complaints()[0]).toContain('full')
    await rm(ballast())
  })

  test.skipIf(disk === null)(
    'a disk that fills up refuses with 507 and keeps what was acknowledged',
    async () => {
      server = startServer({ dataFolder: dataFolder() })
      address = await server.ready
      client = httpClient()
      await signUp(client, address, 'anna')
      const assetId = await uploadClip(client, address, clip)
      const posted = await client.send(address, {
        method: 'POST',
        path: '/v1/posts',
        body: { assetId, caption: 'a' },
      })
      postId = posted.json<{ post: { postId: string } }>().post.postId
      await untilAtRest(assetId)
      const before = await report()
      expect(before.answer.status).toBe(200)
      acknowledged.push(...before.ids)
      uploadPath = (await beginUpload(client, address, clip)).headers.location ?? ''

      await fill()
      let refusal: Answer | null = null
      for (let tries = 0; tries < 200 && refusal === null; tries += 1) {
        const { answer, ids } = await report()
        if (answer.status === 200) acknowledged.push(...ids)
        else refusal = answer
      }
      expect(refusal?.status, refusal?.text).toBe(507)
      expect(refusal?.json<ErrorBody>().error.code).toBe('disk_full')
    },
  )

  test.skipIf(disk === null)(
    'an upload to a full disk is refused with a sentence and can go on later',
    async () => {
      const begun = await beginUpload(client, address, clip)
      expect(begun.status, begun.text).toBe(507)
      const answer = await sendRest(client, address, { path: uploadPath, offset: 0, bytes: clip.bytes })
      expect(answer.status, answer.text).toBe(507)
      expect(answer.json<ErrorBody>().error.code).toBe('disk_full')
      await rm(ballast())
      const offset = await offsetOf(client, address, uploadPath)
      const rest = await sendRest(client, address, { path: uploadPath, offset, bytes: clip.bytes })
      expect(rest.status, rest.text).toBe(204)
      await untilAtRest(uploadPath.split('/').at(-1) ?? '')
    },
  )

  test('with space again everything works and nothing is lost', async () => {
    await rm(ballast(), { force: true })
    if (server === null) throw new Error('the server was started before')
    const { answer, ids } = await report()
    expect(answer.status, answer.text).toBe(200)
    acknowledged.push(...ids)
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    server = null
    const found = await readDataFolder(dataFolder())
    const rows = new Map(found.facts.map((fact) => [fact.eventId, fact.rows]))
    expect(acknowledged.filter((id) => rows.get(id) !== 1)).toEqual([])
    expect(found.posts.map(({ state }) => state)).toEqual(['published'])
  })
})
