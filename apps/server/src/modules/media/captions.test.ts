import { asset as assetSchema, caption, errorBody, listCaptions, type AssetId } from '@busker/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { assert } from '#platform/assert'
import type { CaptionEngine } from './caption-engine.ts'
import { captionFile } from './present.ts'
import type { Cue } from './rules/webvtt.ts'
import { insertAsset } from './store/assets.ts'
import { insertRenditions, markComplete, markReady } from './store/conversions.ts'
import { openBench, type Bench } from './test-bench.ts'

/** What the engine hears next; an error: it cannot. */
let heard: readonly Cue[] | Error = []
const engine: CaptionEngine = {
  language: 'en',
  recognise: async () => {
    if (heard instanceof Error) throw heard
    return heard
  },
}
const line = (text: string): Cue => ({ id: null, startMs: 1000, endMs: 2000, settings: '', text })

let bench: Bench
beforeAll(async () => {
  bench = await openBench({ captionEngine: engine })
})
afterAll(() => bench.close())
beforeEach(() => {
  heard = []
  bench.published.length = 0
})

/** A ten-second video of Anna's; its one rendition is not looked at by the engine of these tests. */
const makeVideo = async (complete = true): Promise<AssetId> => {
  const assetId = bench.newId()
  const { db, clock, blobs } = bench
  const picture = { width: 540, height: 960, durationMs: 10_000, hasAudio: true }
  const rendition = { name: '540', width: 540, height: 960, bytes: 1, bitrate: 1, version: 1 }
  await insertAsset(db.pool, {
    ...{ assetId, ownerId: bench.person('anna'), filename: 'a.mp4', totalBytes: 1n, createdAt: clock.now() },
    state: 'queued',
  })
  if (!complete) return assetId
  await blobs.put(`media/${assetId}/540.mp4`, Buffer.from('x'))
  await db.transaction(async (tx) => {
    await markReady(tx, assetId, { ...picture, stream: null })
    await insertRenditions(tx, assetId, { renditions: [rendition], at: clock.now() })
    await markComplete(tx, assetId, picture)
  })
  return assetId
}

type Name = 'anna' | 'ben' | null
const send = async (as: Name, method: string, path: string, body?: object) => {
  const headers = { ...(as ? { cookie: `busker_session=${as}` } : {}), origin: bench.address }
  const response = await fetch(`${bench.address}/v1/assets/${path}`, {
    method,
    headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const answer: unknown = await response.json()
  return { status: response.status, answer }
}
const codeOf = async (...call: Parameters<typeof send>): Promise<string> => {
  const { status, answer } = await send(...call)
  return `${status} ${errorBody.parse(answer).error.code}`
}
const vttOf = (text: string): string => `WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n${text}\n`
const put = (assetId: AssetId, language: string, vtt: string) =>
  send('anna', 'PUT', `${assetId}/captions/${language}`, { label: language, vtt })
const list = async (assetId: AssetId) => {
  const { status, answer } = await send('anna', 'GET', `${assetId}/captions`)
  expect(status).toBe(200)
  return listCaptions.response.parse(answer)
}
const tracks = async (assetId: AssetId) => {
  const { answer } = await send('anna', 'GET', `${assetId}`)
  const { asset } = z.object({ asset: assetSchema }).parse(answer)
  assert(asset.state === 'ready', 'the video is ready')
  return asset.playback.captions
}
const captionBlobs = async (assetId: AssetId): Promise<string[]> => {
  const keys: string[] = []
  for await (const { key } of bench.blobs.list(`media/${assetId}/`)) keys.push(key.split('/').at(-1) ?? '')
  return keys.filter((key) => key.startsWith('captions'))
}

describe('who may', () => {
  test.each([
    ['GET', 'captions', undefined],
    ['PUT', 'captions/en', { label: 'English', vtt: vttOf('a') }],
    ['DELETE', 'captions/en', undefined],
    ['POST', 'captions/recognise', undefined],
    ['GET', 'hook', undefined],
  ])('%s %s: only the owner', async (method, path, body) => {
    const assetId = await makeVideo()
    expect(await codeOf(null, method, `${assetId}/${path}`, body)).toBe('401 not_signed_in')
    expect(await codeOf('ben', method, `${assetId}/${path}`, body)).toBe('404 not_found')
    expect(await codeOf('anna', method, `${bench.newId()}/${path}`, body)).toBe('404 not_found')
  })
})

describe('writing', () => {
  test('is kept in one form, served at once, and the owner’s page is told', async () => {
    const assetId = await makeVideo()
    const text = '1\r\n00:00:01,000 --> 00:00:02,000\r\nשלום &\r\n'
    const { status, answer } = await put(assetId, 'he', text)
    expect(status).toBe(200)
    const saved = z.object({ caption }).parse(answer).caption
    expect(saved).toMatchObject({ language: 'he', label: 'he', origin: 'written', vtt: vttOf('שלום &amp;') })
    expect(await list(assetId)).toEqual({
      captions: [saved],
      recognition: { language: 'en', state: 'idle' },
    })
    expect(await tracks(assetId)).toMatchObject([{ language: 'he', label: 'he' }])
    expect(bench.published.at(-1)).toMatchObject({
      personId: bench.person('anna'),
      message: { type: 'asset.changed', asset: { playback: { captions: [{ language: 'he' }] } } },
    })
  })

  test('an address never changes its bytes, not even after a deletion', async () => {
    const assetId = await makeVideo()
    const addresses: string[] = []
    const note = async () => addresses.push(...(await tracks(assetId)).map(({ url }) => url))
    for (const text of ['a', 'b']) {
      await put(assetId, 'pt-br', vttOf(text))
      await note()
    }
    expect((await send('anna', 'DELETE', `${assetId}/captions/pt-BR`)).status).toBe(200)
    expect(await tracks(assetId)).toEqual([])
    await put(assetId, 'pt-BR', vttOf('c'))
    await note()
    expect(addresses.map((address) => address.split('/').at(-1))).toEqual(
      [1, 2, 3].map((version) => captionFile('pt-BR', version)),
    )
    await bench.jobs.runOnce()
    expect(await captionBlobs(assetId)).toEqual(['captions-pt-br-3.vtt'])
    expect(await codeOf('anna', 'DELETE', `${assetId}/captions/en`)).toBe('404 not_found')
  })

  test('two writers at once get two numbers', async () => {
    const assetId = await makeVideo()
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => put(assetId, 'en', vttOf(text))))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    await bench.jobs.runOnce()
    expect(await captionBlobs(assetId)).toEqual(['captions-en-4.vtt'])
    const [kept] = (await list(assetId)).captions
    expect((await bench.blobs.stat(`media/${assetId}/captions-en-4.vtt`))?.bytes).toBe(kept?.vtt.length)
  })

  test('faults name line, code and reason', async () => {
    const assetId = await makeVideo()
    const { status, answer } = await put(
      assetId,
      'en',
      'WEBVTT\n\n00:02.000 --> 00:01.000\na\n\n00:01.000 --> 00:12.000\nb',
    )
    expect(status).toBe(400)
    expect(errorBody.parse(answer).error).toMatchObject({
      code: 'invalid_captions',
      fields: [
        { path: 'vtt.3.end_before_start', message: 'Line 3: The caption ends before it begins.' },
        { path: 'vtt.6.after_end', message: 'Line 6: The caption lasts longer than the video.' },
      ],
    })
    const tooLong = { label: 'x', vtt: 'x'.repeat(500_001) }
    expect(await codeOf('anna', 'PUT', `${assetId}/captions/en`, tooLong)).toBe('400 invalid_request')
    expect(await codeOf('anna', 'PUT', `${assetId}/captions/English`, { label: 'x', vtt: vttOf('a') })).toBe(
      '400 invalid_request',
    )
    expect(await codeOf('anna', 'PUT', `${assetId}/captions/en-1a`, { label: 'x', vtt: vttOf('a') })).toBe(
      '400 invalid_request',
    )
  })

  test('at most twenty languages; those that are there can still be changed', async () => {
    const assetId = await makeVideo()
    const languages = Array.from({ length: 20 }, (_, index) => `q${String.fromCharCode(97 + index)}`)
    for (const language of languages) expect((await put(assetId, language, vttOf('a'))).status).toBe(200)
    expect(await codeOf('anna', 'PUT', `${assetId}/captions/en`, { label: 'x', vtt: vttOf('a') })).toBe(
      '409 too_many_captions',
    )
    expect((await put(assetId, 'qa', vttOf('b'))).status).toBe(200)
  })

  test('while the video is converted its length is not known: the limit of the instance holds', async () => {
    const assetId = await makeVideo(false)
    expect((await put(assetId, 'en', 'WEBVTT\n\n00:12.000 --> 00:19.000\na')).status).toBe(200)
    expect((await put(assetId, 'en', 'WEBVTT\n\n00:12.000 --> 00:29.000\na')).status).toBe(400)
  })

  test('captions go with their video', async () => {
    const assetId = await makeVideo()
    await put(assetId, 'en', vttOf('a'))
    expect((await send('anna', 'DELETE', `${assetId}`)).status).toBe(200)
    await bench.jobs.runOnce()
    expect(await captionBlobs(assetId)).toEqual([])
  })
})

describe('recognising', () => {
  const ask = (assetId: AssetId) => send('anna', 'POST', `${assetId}/captions/recognise`)

  test('what was heard appears among the captions; asking twice is one job', async () => {
    const assetId = await makeVideo()
    heard = [line('hello'), line('there')]
    expect((await ask(assetId)).status).toBe(200)
    expect((await ask(assetId)).status).toBe(200)
    expect((await list(assetId)).recognition).toEqual({ language: 'en', state: 'running' })
    expect(await bench.jobs.count(bench.db.pool, ['media.captions'])).toEqual([
      { name: 'media.captions', jobs: 1 },
    ])
    await bench.jobs.runOnce()
    expect(await list(assetId)).toMatchObject({
      captions: [{ language: 'en', label: 'English', origin: 'recognised' }],
      recognition: { state: 'idle' },
    })
    expect(bench.published.at(-1)?.message).toMatchObject({ type: 'asset.changed' })
  })

  test('what a person wrote is not replaced, what was recognised is', async () => {
    const assetId = await makeVideo()
    for (const text of ['first', 'second']) {
      heard = [line(text)]
      await ask(assetId)
      await bench.jobs.runOnce()
    }
    expect((await list(assetId)).captions).toMatchObject([{ origin: 'recognised', vtt: vttOf('second') }])
    await put(assetId, 'en', vttOf('mine'))
    heard = [line('third')]
    await ask(assetId)
    await bench.jobs.runOnce()
    expect((await list(assetId)).captions).toMatchObject([{ origin: 'written', vtt: vttOf('mine') }])
  })

  test('silence leaves no captions', async () => {
    const assetId = await makeVideo()
    await ask(assetId)
    await bench.jobs.runOnce()
    expect(await list(assetId)).toMatchObject({ captions: [], recognition: { state: 'idle' } })
  })

  test('a video that is not ready has to wait', async () => {
    const assetId = await makeVideo(false)
    expect(await codeOf('anna', 'POST', `${assetId}/captions/recognise`)).toBe('409 asset_not_ready')
  })

  test('a video that is deleted meanwhile is no fault', async () => {
    const assetId = await makeVideo()
    await ask(assetId)
    await send('anna', 'DELETE', `${assetId}`)
    await bench.jobs.runOnce()
    expect(await bench.jobs.count(bench.db.pool, ['media.captions'])).toEqual([])
  })
})

test('without a speech model', async () => {
  const without = await openBench()
  try {
    const assetId = without.newId()
    await insertAsset(without.db.pool, {
      ...{ assetId, ownerId: without.person('anna'), filename: 'a.mp4', totalBytes: 1n },
      createdAt: without.clock.now(),
      state: 'queued',
    })
    const headers = { cookie: 'busker_session=anna', origin: without.address }
    const path = `${without.address}/v1/assets/${assetId}/captions`
    const refused = await fetch(`${path}/recognise`, { method: 'POST', headers })
    expect(errorBody.parse(await refused.json()).error.code).toBe('no_speech_model')
    expect(await (await fetch(path, { headers })).json()).toEqual({ captions: [], recognition: null })
  } finally {
    await without.close()
  }
})
