import { expect, test } from 'vitest'
import { loadConfig } from './index.ts'

test('defaults', () => {
  const config = loadConfig({})
  expect(config.port).toBe(8480)
  expect(config.host).toBe('127.0.0.1')
  expect(config.dataFolder.endsWith('/.busker')).toBe(true)
  expect(config).toMatchObject({ role: 'all', mediaFolder: config.dataFolder })
  expect(config.encoders).toBeGreaterThanOrEqual(1)
  expect(config.version).toMatch(/^\d+\.\d+\.\d+$/)
})

test.each([
  [{ BUSKER_PORT: 'eighty' }, 'BUSKER_PORT'],
  [{ BUSKER_PORT: '70000' }, 'BUSKER_PORT'],
  [{ BUSKER_ENCODERS: '0' }, 'BUSKER_ENCODERS'],
  [{ BUSKER_ROLE: 'ranker' }, 'BUSKER_ROLE'],
  [{ BUSKER_ROLE: 'worker' }, 'BUSKER_ROLE worker takes its work .* set DATABASE_URL'],
  [{ BUSKER_ROLE: 'api' }, 'BUSKER_ROLE api shares .* one process: set DATABASE_URL'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  [{ BUSKER_LOG_LEVEL: 'loud' }, 'BUSKER_LOG_LEVEL'],
  [{ BUSKER_MAIL: 'imap://host' }, 'BUSKER_MAIL'],
  [{ BUSKER_MAIL_FROM: 'a@b.example, c@d.example' }, 'BUSKER_MAIL_FROM'],
  [{ BUSKER_COUNTRY_HEADER: 'cf ipcountry' }, 'BUSKER_COUNTRY_HEADER'],
])('a faulty value is named in one line: %o', (source, name) => {
  expect(() => loadConfig(source)).toThrow(new RegExp(`^The configuration is not usable: ${name}[^\\n]*$`))
})

test('an empty value counts as not given', () => {
  expect(loadConfig({ BUSKER_PORT: '' }).port).toBe(8480)
})

test('a worker shares the media folder of another data folder', () => {
  const config = loadConfig({
    ...{ BUSKER_ROLE: 'worker', BUSKER_DATA: '/own', BUSKER_MEDIA: '/shared', BUSKER_ENCODERS: '3' },
    DATABASE_URL: 'postgres://db/busker',
  })
  expect(config).toMatchObject({ role: 'worker', dataFolder: '/own', mediaFolder: '/shared', encoders: 3 })
})

test('mail comes from where people go, unless it is said', () => {
  expect(loadConfig({}).mail).toEqual({ url: 'file:', from: 'busker@localhost' })
  expect(loadConfig({ BUSKER_PUBLIC_URL: 'https://clips.example/' }).mail.from).toBe('busker@clips.example')
  expect(loadConfig({ BUSKER_MAIL_FROM: 'stage@clips.example' }).mail.from).toBe('stage@clips.example')
})

test('an api may keep the embedded ClickHouse', () => {
  const config = loadConfig({ BUSKER_ROLE: 'api', DATABASE_URL: 'postgres://db/busker' })
  expect(config).toMatchObject({ role: 'api', clickhouseUrl: undefined })
})
