import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { startFakeSmtp, type FakeSmtp } from '../../testing/fake-smtp.ts'
import { isPlainAddress, MailRefused, openMailer, type Mail, type Mailer } from './index.ts'

const clock = virtualClock(Date.parse('2026-01-10T12:00:00Z'))
const from = 'busker@clips.example'
let folder: string
let server: FakeSmtp
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-mail-'))
  server = await startFakeSmtp()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await server.close()
})

const mail = (change: Partial<Mail> = {}): Mail => ({
  ...{ mailId: 'one', to: 'ana@example.org', subject: 'Buenos días', text: 'Hi\n.\nbye', html: '<p>Hi</p>' },
  unsubscribeUrl: null,
  ...change,
})

/** What arrived, the latest last. */
const ways: Record<string, { open: () => Mailer; arrived: () => Promise<string[]> }> = {
  file: {
    open: () => openMailer({ url: 'file:', from, folder, clock }),
    arrived: async () =>
      Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'))),
  },
  smtp: {
    open: () => openMailer({ url: `smtp://127.0.0.1:${server.port}`, from, folder, clock }),
    arrived: async () => server.taken.map(({ message }) => message),
  },
}

const headOf = (message: string): string[] =>
  (message.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
const namesOf = (message: string): string[] => headOf(message).map((line) => line.split(':')[0] ?? '')

describe.each(Object.entries(ways))('%s', (_, { open, arrived }) => {
  test('one message arrives, with both bodies and its own id', async () => {
    await open().send(mail({ mailId: 'first' }))
    const message = (await arrived()).find((one) => one.includes('<first@'))
    expect(headOf(message ?? '')).toEqual(
      expect.arrayContaining([
        'From: busker@clips.example',
        'To: ana@example.org',
        'Message-ID: <first@clips.example>',
        'Date: Sat, 10 Jan 2026 12:00:00 +0000',
        'Auto-Submitted: auto-generated',
      ]),
    )
    expect(message).toMatch(/Content-Type: text\/plain[^]*Hi\r\n\.\r\nbye[^]*Content-Type: text\/html/)
    expect(namesOf(message ?? '')).not.toContain('List-Unsubscribe')
  })

  test('one POST ends mails of a kind', async () => {
    await open().send(mail({ mailId: 'kind', unsubscribeUrl: 'https://clips.example/v1/mail/off/x' }))
    const message = (await arrived()).find((one) => one.includes('<kind@')) ?? ''
    expect(headOf(message)).toEqual(
      expect.arrayContaining([
        'List-Unsubscribe: <https://clips.example/v1/mail/off/x>',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      ]),
    )
  })

  test('whatever is in a subject or an address, no header is added and nobody else receives it', async () => {
    const evil = 'Hi\r\nBcc: eve@example.org\r\n\r\n<script>\u2028X-More: 1'
    await open().send(mail({ mailId: 'evil', subject: evil }))
    const message = (await arrived()).find((one) => one.includes('<evil@')) ?? ''
    expect(namesOf(message)).not.toContain('Bcc')
    expect(namesOf(message)).not.toContain('X-More')
    const before = (await arrived()).length
    for (const to of ['a@b.example\r\nBcc: c@d.example', 'a@b.example, c@d.example', 'A <a@b.example>', ''])
      await expect(open().send(mail({ mailId: 'nobody', to }))).rejects.toThrow(MailRefused)
    expect(await arrived()).toHaveLength(before)
  })
})

test('the same message sent again is one file, and nothing unfinished stays', async () => {
  const { open } = ways.file ?? { open: expect.unreachable }
  await Promise.all([open().send(mail({ mailId: 'twice' })), open().send(mail({ mailId: 'other' }))])
  await open().send(mail({ mailId: 'twice', text: 'again' }))
  const names = await readdir(folder)
  expect(names.filter((name) => name.includes('twice'))).toEqual(['twice.eml'])
})

test('a server that will never take it says so, one that is busy is asked again, and no secret is told', async () => {
  const url = `smtp://127.0.0.1:${server.port}`
  const mailer = openMailer({ url, from, folder, clock })
  server.answer('RCPT TO', '550 no ana@example.org here')
  await expect(mailer.send(mail())).rejects.toThrow(MailRefused)
  server.answer('END', '554 spam')
  await expect(mailer.send(mail())).rejects.toThrow(MailRefused)
  server.answer('RCPT TO', '451 later, ana@example.org')
  const busy = await mailer.send(mail()).catch((error: unknown) => error)
  expect(busy).toBeInstanceOf(TypeError)
  expect(String(busy)).toBe('TypeError: The mail server did not take it (451).')
  // It offers no encryption, so it is not told the password.
  const secret = openMailer({ url: url.replace('//', '//ana:s3cret@'), from, folder, clock })
  const refused = await secret.send(mail()).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(TypeError)
  expect(JSON.stringify(refused) + String(refused) + secret.way).not.toContain('s3cret')
})

test('an address is one plain address', () => {
  const good = ['a@b.example', "o'neil+clips@mail.example.org", 'x@localhost']
  const bad = [
    '',
    'a',
    '@b',
    'a@',
    'a b@c',
    'a@b c',
    'a@b,c@d',
    'a@b;c',
    '"a"@b',
    'a@b\n',
    `${'x'.repeat(250)}@b.c`,
  ]
  expect([...good, ...bad].filter(isPlainAddress)).toEqual(good)
})
