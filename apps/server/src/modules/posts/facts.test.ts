import { deletePost, followPerson, type PostId } from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, publishClip, signUp, type Person, type TestApp } from '../../testing/test-app.ts'

let app: TestApp
let author: Person
let fan: Person
beforeAll(async () => {
  app = await createTestApp()
  author = await signUp(app, 'author')
  fan = await signUp(app, 'fan')
})
afterAll(() => app.stop())

const factsOf = async (postId: PostId) => {
  await app.jobs.runOnce()
  await app.telemetry.flushed()
  return app.engines.clickhouse.query<{ kind: string; value: number; tags: string[]; personId: string }>(
    `SELECT kind, toInt32(value) AS value, tags, person_id AS personId FROM telemetry_action
     WHERE post_id = {postId:UUID} ORDER BY kind`,
    { postId },
  )
}

test('an upload, its publication and its end are facts, with the followers and tags of that moment', async () => {
  await fan.call(followPerson, { params: { handle: 'author' } })
  const postId = await publishClip(app, author, 'A #Duck on the #pond')
  const personId = author.me.personId
  const made = [
    { kind: 'publish', value: 1, tags: ['duck', 'pond'], personId },
    { kind: 'upload', value: 1, tags: [], personId },
  ]
  expect(await factsOf(postId)).toEqual(made)
  await author.call(deletePost, { params: { postId } })
  expect(await author.refusal(deletePost, { params: { postId } })).toBe('404 not_found')
  const end = { kind: 'unpublish', value: 1, tags: [], personId }
  expect(await factsOf(postId)).toEqual([made[0], end, made[1]])
})
