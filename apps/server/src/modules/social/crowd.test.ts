import { listComments, type Comment, type PostId } from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import { runCrowd } from '../../testing/social-crowd.ts'
import { recountSocial } from '../../testing/social-recount.ts'
import { createTestApp, publishClip, signUp, type Person, type TestApp } from '../../testing/test-app.ts'

let app: TestApp
const people: Person[] = []
const postIds: PostId[] = []
beforeAll(async () => {
  app = await createTestApp()
  for (let number = 0; number < 8; number += 1) people.push(await signUp(app, `person${number}`))
  for (const person of people.slice(0, 3)) postIds.push(await publishClip(app, person))
})
afterAll(() => app.stop())

/** A small generator with a seed: the same crowd wishes the same. */
const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('whatever many do and undo at once, counters are what is there, and nobody sees who blocked them', async () => {
  let left = 600
  const tally = await runCrowd({
    members: people.map((person) => ({ handle: person.me.handle, send: person.send })),
    ...{ postIds, chance: seeded(8), uuid: app.ids.uuid },
    isOver: () => {
      left -= 1
      if (left % 100 === 0) app.clock.advance(120_000)
      return left < 0
    },
  })
  expect(tally.faults).toEqual([])
  for (const name of [
    'like',
    'unlike',
    'comment',
    'reply',
    'remove a comment',
    'follow',
    'block',
    'unlike a comment',
  ])
    expect(tally.answers.get(`${name} 200`), name).toBeGreaterThan(0)
  const { pool } = app.engines.db
  expect(await recountSocial(pool)).toEqual([])

  const { rows } = await sql<{ one: string; other: string }>`
    select blocker_id as one, blocked_id as other from social.block`.execute(within(pool))
  const apart = new Set(rows.flatMap(({ one, other }) => [`${one} ${other}`, `${other} ${one}`]))
  let seen = 0
  for (const person of people.slice(1))
    for (const postId of postIds) {
      const answer = await person.get(`/v1/posts/${postId}/comments?limit=60`)
      if (answer.status === 404) continue
      const { comments } = listComments.response.parse(JSON.parse(answer.body)) as { comments: Comment[] }
      seen += comments.length
      for (const { author } of comments)
        expect(apart.has(`${person.me.personId} ${author?.personId}`)).toBe(false)
    }
  expect(seen).toBeGreaterThan(0)
})

test('the recount finds a counter that is wrong', async () => {
  const { pool } = app.engines.db
  await sql`update social.post_count set comments = comments + 1 where post_id = ${postIds[0]}`.execute(
    within(pool),
  )
  expect(await recountSocial(pool)).toEqual([
    `saves, shares or comments of a post differ from their counters: ${postIds[0]}`,
  ])
})
