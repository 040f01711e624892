import {
  beginFamilyLink,
  blockPerson,
  dropFamilyCode,
  endFamilyLink,
  extendTime,
  getFamily,
  getFeed,
  getWatchTime,
  listNotifications,
  makeFamilyCode,
  readFamilyCode,
  reportViews,
  setFamilyRules,
  setTimeLimit,
  type FamilyRules,
  type PostId,
} from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let postId: PostId
let names = 0
beforeAll(async () => {
  app = await createTestApp()
  postId = await publishClip(app, await signUp(app, 'author'))
})
afterAll(() => app.stop())

const dayMs = 86_400_000
const someTeen = (birthDate = '2009-06-01') => signUp(app, `teen${(names += 1)}`, birthDate)
const someParent = () => signUp(app, `parent${(names += 1)}`)
const codeOf = async (teen: Person) => (await teen.call(makeFamilyCode)).code
const begin = async (parent: Person, code: string, linkId = app.ids.uuid()) => {
  await parent.call(beginFamilyLink, { params: { linkId }, body: { code } })
  return linkId
}
const refusedBegin = (parent: Person, code: string, linkId = app.ids.uuid()) =>
  parent.refusal(beginFamilyLink, { params: { linkId }, body: { code } })
const link = async (parent: Person, teen: Person) => begin(parent, await codeOf(teen))
const set = (parent: Person, linkId: string, body: FamilyRules) =>
  parent.call(setFamilyRules, { params: { linkId }, body })
const end = (person: Person, linkId: string) => person.call(endFamilyLink, { params: { linkId } })
const familyOf = async (person: Person) => (await person.call(getFamily)).family
const timeOf = async (person: Person) => (await person.call(getWatchTime)).time
const newsOf = async (person: Person) => {
  await app.jobs.runOnce()
  const { groups } = await person.call(listNotifications, { query: { kind: 'family' } })
  return groups.map(({ detail }) => (detail?.of === 'family' ? `${detail.by} ${detail.what}` : ''))
}
const report = (person: Person, minutes: number) =>
  person.call(reportViews, {
    body: {
      ...{ sentAt: app.clock.now().toISOString(), timeZone: 'UTC' },
      events: [
        {
          ...{ eventId: app.ids.uuid(), viewId: app.ids.uuid(), seq: 0, postId, slotId: null },
          ...{ surface: 'feed', startedAt: new Date(app.clock.nowMs() - minutes * 60_000).toISOString() },
          ...{ clientTime: app.clock.now().toISOString(), visibleMs: minutes * 60_000 },
          ...{ played: [[0, 1000]], durationMs: 10_000, soundOn: true },
        },
      ],
    },
  })
const hasWatched = (person: Person, minutes: number) =>
  expect
    .poll(async () => (await timeOf(person)).watchedMs, { timeout: 5000, interval: 20 })
    .toBe(minutes * 60_000)

test('nobody is asked without an account, and nothing else is taken than what has its shape', async () => {
  const nobody = createClient(app)
  const params = { linkId: app.ids.uuid() }
  const body = { code: '0123456789' }
  for (const endpoint of [getFamily, makeFamilyCode, dropFamilyCode])
    expect(await nobody.refusal(endpoint)).toBe('401 not_signed_in')
  expect(await nobody.refusal(readFamilyCode, { body })).toBe('401 not_signed_in')
  expect(await nobody.refusal(beginFamilyLink, { params, body })).toBe('401 not_signed_in')
  const rules = { minutes: 30, extensions: true }
  expect(await nobody.refusal(setFamilyRules, { params, body: rules })).toBe('401 not_signed_in')
  expect(await nobody.refusal(endFamilyLink, { params })).toBe('401 not_signed_in')
  const parent = await someParent()
  expect(await parent.refusal(readFamilyCode, { body: { code: 'short' } })).toBe('400 invalid_request')
  expect(await refusedBegin(parent, 'Ñ123456789')).toBe('400 invalid_request')
  expect(await refusedBegin(parent, '0123456789', 'x')).toBe('400 invalid_request')
  for (const minutes of [14, 1441, 15.5])
    expect(await parent.refusal(setFamilyRules, { params, body: { ...rules, minutes } })).toBe(
      '400 invalid_request',
    )
  expect(await parent.refusal(setFamilyRules, { params, body: rules })).toBe('404 not_found')
})

test('a code is made by minors, read by adults however it is typed, and used once', async () => {
  const [teen, other, parent] = [await someTeen(), await someTeen(), await someParent()]
  expect(await parent.refusal(makeFamilyCode)).toBe('403 only_minors_invite')
  const first = await codeOf(teen)
  const code = await codeOf(teen)
  expect(await refusedBegin(parent, first)).toBe('404 family_code_invalid')
  expect((await familyOf(teen)).code).not.toBeNull()
  for (const minor of [teen, other]) {
    expect(await minor.refusal(readFamilyCode, { body: { code } })).toBe('403 only_adults_link')
    expect(await refusedBegin(minor, code)).toBe('403 only_adults_link')
  }
  const typed = `${code.slice(0, 5)}-${code.slice(5)}`.toLowerCase().replaceAll('0', 'o')
  expect((await parent.call(readFamilyCode, { body: { code: typed } })).person.handle).toBe(teen.me.handle)
  const linkId = app.ids.uuid()
  await begin(parent, typed, linkId)
  // The answer was lost, so it is asked again; then by somebody else, and with a code of nobody.
  await begin(parent, typed, linkId)
  const late = await someParent()
  expect(await refusedBegin(late, code)).toBe('404 family_code_invalid')
  expect(await refusedBegin(late, code, linkId)).toBe('409 key_reused')
  expect(await refusedBegin(parent, await codeOf(teen))).toBe('409 already_linked')
  expect((await familyOf(parent)).teens.map(({ person }) => person.handle)).toEqual([teen.me.handle])
  const seen = await familyOf(teen)
  expect(seen).toMatchObject({ role: 'teen', teens: [] })
  expect(seen.parents).toMatchObject([
    { linkId, person: { handle: parent.me.handle }, rules: { minutes: null, extensions: true } },
  ])
  expect(await newsOf(teen)).toEqual(['parent began'])
})

test('a code ends after a day, when it is dropped, and where one of the two blocked the other', async () => {
  const [teen, parent] = [await someTeen(), await someParent()]
  const code = await codeOf(teen)
  app.clock.advance(dayMs - 1000)
  await parent.call(readFamilyCode, { body: { code } })
  app.clock.advance(1000)
  expect(await refusedBegin(parent, code)).toBe('404 family_code_invalid')
  expect((await familyOf(teen)).code).toBeNull()
  const dropped = await codeOf(teen)
  for (const _again of [1, 2]) await teen.call(dropFamilyCode)
  expect(await refusedBegin(parent, dropped)).toBe('404 family_code_invalid')
  await teen.call(blockPerson, { params: { handle: parent.me.handle } })
  expect(await refusedBegin(parent, await codeOf(teen))).toBe('404 family_code_invalid')
  await app.wellbeing.sweep()
  expect((await familyOf(teen)).code).not.toBeNull()
})

test('ten tries in a quarter of an hour, also all at once; then it goes on', async () => {
  const [teen, parent] = [await someTeen(), await someParent()]
  const body = { code: 'ZZZZZZZZZZ' }
  const tried = await Promise.all(Array.from({ length: 14 }, () => parent.refusal(readFamilyCode, { body })))
  expect(tried.filter((answer) => answer === '404 family_code_invalid')).toHaveLength(10)
  const code = await codeOf(teen)
  expect(await refusedBegin(parent, code)).toBe('429 too_many_attempts')
  app.clock.advance(15 * 60_000)
  await begin(parent, code)
})

test('two parents accept one code at once: one of them is linked', async () => {
  const [teen, one, other] = [await someTeen(), await someParent(), await someParent()]
  const body = { code: await codeOf(teen) }
  const sent = await Promise.all(
    [one, other].map((parent) =>
      parent.send({ method: 'PUT', path: `/v1/me/family/links/${app.ids.uuid()}`, body }),
    ),
  )
  expect(sent.map(({ status }) => status).toSorted()).toEqual([200, 404])
  expect((await familyOf(teen)).parents).toHaveLength(1)
})

test('a teen has two parents at most, and a parent ten teens', async () => {
  const [teen, parent] = [await someTeen(), await someParent()]
  await link(await someParent(), teen)
  const code = await codeOf(teen)
  await link(parent, teen)
  expect(await teen.refusal(makeFamilyCode)).toBe('409 list_full')
  expect(await refusedBegin(await someParent(), code)).toBe('404 family_code_invalid')
  for (let count = 1; count < 10; count += 1) {
    if (count % 4 === 0) app.clock.advance(15 * 60_000)
    await link(parent, await someTeen())
  }
  app.clock.advance(15 * 60_000)
  const eleventh = await codeOf(await someTeen())
  expect(await refusedBegin(parent, eleventh)).toBe('409 list_full')
  const { teens } = await familyOf(parent)
  expect(teens).toHaveLength(10)
  await end(parent, teens[0]?.linkId ?? '')
  // It was refused, so it was not used.
  await begin(parent, eleventh)
})

test('the strictest of age, parents and own choice counts, in the feed too', async () => {
  const [teen, one, other] = [await someTeen(), await someParent(), await someParent()]
  const [first, second] = [await link(one, teen), await link(other, teen)]
  await set(one, first, { minutes: 90, extensions: true })
  await teen.call(setTimeLimit, { body: { minutes: 90 } })
  for (const minutes of [120, 91])
    expect(await teen.refusal(setTimeLimit, { body: { minutes } })).toBe('403 limit_by_parent')
  expect(await teen.refusal(setTimeLimit, { body: { minutes: 121 } })).toBe('403 limit_by_age')
  await set(other, second, { minutes: 30, extensions: false })
  expect(await timeOf(teen)).toMatchObject({
    ...{ limitMinutes: 30, mostMinutes: 30, byParent: { limit: true, extensions: true } },
    extensions: { left: 0 },
  })
  expect((await familyOf(one)).teens).toMatchObject([
    { limitMinutes: 30, mostMinutes: 120, mayExtend: true, rules: { minutes: 90, extensions: true } },
  ])
  expect(await teen.refusal(extendTime, { params: { number: '1' } })).toBe('403 extension_by_parent')
  expect(await teen.refusal(extendTime, { params: { number: '3' } })).toBe('409 no_extension_left')
  for (const _half of [1, 2]) await report(teen, 15)
  await hasWatched(teen, 30)
  const feed = () => teen.send({ method: 'GET', path: getFeed.path }).then(({ status }) => status)
  expect(await feed()).toBe(403)
  await set(other, second, { minutes: null, extensions: true })
  expect(await feed()).toBe(200)
  await teen.call(setTimeLimit, { body: { minutes: 15 } })
  expect(await feed()).toBe(403)
  await teen.call(extendTime, { params: { number: 1 } })
})

test('a parent sets nothing beyond the age, for nobody else, and the teen hears of each change once', async () => {
  const [teen, parent, stranger] = [await someTeen('2012-06-01'), await someParent(), await someParent()]
  const linkId = await link(parent, teen)
  const params = { linkId }
  const rules = { minutes: 30, extensions: true }
  expect(await parent.refusal(setFamilyRules, { params, body: { ...rules, minutes: 61 } })).toBe(
    '403 limit_by_age',
  )
  for (const person of [teen, stranger])
    expect(await person.refusal(setFamilyRules, { params, body: rules })).toBe('404 not_found')
  for (const _again of [1, 2]) await set(parent, linkId, rules)
  expect(await newsOf(teen)).toEqual(['parent changed', 'parent began'])
  await end(stranger, linkId)
  expect((await familyOf(teen)).parents).toMatchObject([{ rules }])
  expect((await familyOf(parent)).teens).toMatchObject([{ mayExtend: false, limitMinutes: 30 }])
})

test('either ends the link, what was set ends with it, and the other is told, a block or not', async () => {
  const [teen, parent] = [await someTeen(), await someParent()]
  const linkId = await link(parent, teen)
  await set(parent, linkId, { minutes: 15, extensions: false })
  await teen.call(blockPerson, { params: { handle: parent.me.handle } })
  expect(await timeOf(teen)).toMatchObject({ limitMinutes: 15 })
  for (const _again of [1, 2]) await end(teen, linkId)
  expect(await timeOf(teen)).toMatchObject({
    ...{ limitMinutes: 60, mostMinutes: 120, byParent: { limit: false, extensions: false } },
    extensions: { left: 2 },
  })
  expect((await familyOf(parent)).teens).toEqual([])
  expect(await newsOf(parent)).toEqual(['teen ended'])
  const [child, mother] = [await someTeen(), await someParent()]
  await end(mother, await link(mother, child))
  expect(await newsOf(child)).toEqual(['parent ended', 'parent began'])
})

test('a parent sees minutes of today and of seven days, from the day of the link on, each view once', async () => {
  const [teen, parent] = [await someTeen(), await someParent()]
  const watched = async () =>
    (await familyOf(parent)).teens[0]?.days.map(({ watchedMs }) => watchedMs && watchedMs / 60_000)
  await link(parent, teen)
  expect(await watched()).toEqual([null, null, null, null, null, null, null, 0])
  for (let day = 1; day <= 9; day += 1) {
    await report(teen, day)
    await hasWatched(teen, day)
    if (day === 9) break
    app.clock.advance(dayMs)
    for (const _again of [1, 2]) await app.wellbeing.sweep()
  }
  expect(await watched()).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  const { days } = (await familyOf(parent)).teens[0] ?? {}
  expect(days?.at(-1)?.day).toBe(app.clock.now().toISOString().slice(0, 10))
})

test('at 18 the link counts for nothing and is not shown', async () => {
  const birthday = new Date(app.clock.nowMs() + 30 * dayMs)
  birthday.setUTCFullYear(birthday.getUTCFullYear() - 18)
  const [teen, parent] = [await someTeen(birthday.toISOString().slice(0, 10)), await someParent()]
  const linkId = await link(parent, teen)
  await set(parent, linkId, { minutes: 15, extensions: false })
  app.clock.advance(29 * dayMs)
  expect(await timeOf(teen)).toMatchObject({ limitMinutes: 15 })
  app.clock.advance(dayMs)
  expect(await timeOf(teen)).toMatchObject({ limitMinutes: null, mostMinutes: null })
  expect(await familyOf(teen)).toMatchObject({ role: 'parent', parents: [], teens: [] })
  expect((await familyOf(parent)).teens).toEqual([])
  const body = { minutes: 20, extensions: true }
  expect(await parent.refusal(setFamilyRules, { params: { linkId }, body })).toBe('404 not_found')
})
