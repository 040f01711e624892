import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { confirmMail, getMail, removeMail, setMail } from '@busker/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { mailsTo, tokenIn } from '../../testing/mails.ts'
import { createClient, createTestApp, signUp, type Person, type TestApp } from '../../testing/test-app.ts'

let app: TestApp
let ana: Person
let names = 0
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  names += 1
  ana = await signUp(app, `ana${names}`)
})

const box = (name: string): string => `${name}${names}@example.org`
const claim = (person: Person, address: string, locale: 'en' | 'es' = 'en') =>
  person.call(setMail, { body: { address, locale } })
/** The secrets that arrived there, the latest last. */
const tokensTo = async (address: string): Promise<string[]> => {
  await app.jobs.runOnce()
  return (await mailsTo(app, address)).flatMap(({ text }) => tokenIn(text) ?? [])
}
const confirm = (token: string) => createClient(app).call(confirmMail, { body: { token } })
const refusalOf = (token: string) => createClient(app).refusal(confirmMail, { body: { token } })
const mailOf = async (person: Person) => (await person.call(getMail)).mail

test('an address is of whoever is signed in, and is one', async () => {
  const nobody = createClient(app)
  expect(await nobody.refusal(getMail)).toBe('401 not_signed_in')
  expect(await nobody.refusal(removeMail)).toBe('401 not_signed_in')
  expect(await nobody.refusal(setMail, { body: { address: box('a') } })).toBe('401 not_signed_in')
  for (const address of ['', 'ana', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example'])
    expect(await ana.refusal(setMail, { body: { address } })).toBe('400 invalid_request')
  expect(await refusalOf('x')).toBe('404 mail_link_invalid')
})

test('it counts once the link that was sent there was opened, signed out too, once, and in a day', async () => {
  const { mail } = await claim(ana, box('Ana'), 'es')
  expect(mail).toMatchObject({ address: null, pending: { address: box('ana') } })
  // Said again at once it is the same click.
  await claim(ana, box('ana'), 'es')
  const tokens = await tokensTo(box('ana'))
  expect(tokens).toHaveLength(1)
  expect((await mailsTo(app, box('ana')))[0]?.subject).toContain('Confirma tu dirección')
  const [token = ''] = tokens
  const answers = await Promise.all([1, 2, 3].map(() => createClient(app).send(sent(token))))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404])
  expect(await mailOf(ana)).toEqual({ address: box('ana'), pending: null, leaves: false })
  expect(await app.identity.mailBoxesOf(app.engines.db.pool, [ana.me.personId])).toEqual(
    new Map([[ana.me.personId, { address: box('ana'), locale: 'es' }]]),
  )
  await claim(ana, box('late'))
  const [late = ''] = await tokensTo(box('late'))
  app.clock.advance(86_400_000)
  expect(await refusalOf(late)).toBe('404 mail_link_invalid')
  expect((await mailOf(ana)).address).toBe(box('ana'))
})

const sent = (token: string) => ({ method: confirmMail.method, path: confirmMail.path, body: { token } })

test('a newer claim ends an older one, and whoever read mail there before hears that it goes elsewhere', async () => {
  await claim(ana, box('one'))
  const [one = ''] = await tokensTo(box('one'))
  await claim(ana, box('two'))
  const [two = ''] = await tokensTo(box('two'))
  expect(await refusalOf(one)).toBe('404 mail_link_invalid')
  await confirm(two)
  await claim(ana, box('three'))
  const [three = ''] = await tokensTo(box('three'))
  expect(await mailsTo(app, box('two'))).toHaveLength(1)
  await confirm(three)
  await app.jobs.runOnce()
  const told = await mailsTo(app, box('two'))
  expect(told.map(({ subject }) => subject)).toContain(`Mail of @${ana.me.handle} goes elsewhere now`)
  await ana.call(removeMail)
  await ana.call(removeMail)
  await app.jobs.runOnce()
  expect(await mailOf(ana)).toEqual({ address: null, pending: null, leaves: false })
  expect(await mailsTo(app, box('three'))).toHaveLength(2)
})

test('many wishes are refused, an address that gets many gets no more, and nobody learns of it', async () => {
  for (let n = 0; n < 10; n += 1) await claim(ana, box(`many${n}.`))
  expect(await ana.refusal(setMail, { body: { address: box('more') } })).toBe('429 too_many_attempts')
  const shared = box('shared')
  const others = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => signUp(app, `${letter}other${names}`)),
  )
  const answers = await Promise.all(others.map((person) => claim(person, shared)))
  for (const { mail } of answers) expect(mail.pending?.address).toBe(shared)
  expect(await tokensTo(shared)).toHaveLength(5)
})

test('no secret is kept: neither in the queue, nor in a table, nor in a file but the message', async () => {
  await claim(ana, box('secret'))
  const [token = ''] = await tokensTo(box('secret'))
  expect(token).toMatch(/^[\w-]{43}$/)
  const names_ = await readdir(join(app.folder, 'mail'))
  expect(names_.every((name) => /^[0-9a-f-]{36}\.eml$/.test(name))).toBe(true)
  const texts = await Promise.all(names_.map((name) => readFile(join(app.folder, 'mail', name), 'utf8')))
  expect(texts.filter((text) => text.includes(box('secret')))).toHaveLength(1)
})
