import { expect, test } from 'vitest'
import { loadConfig } from './index.ts'

test('defaults', () => {
  const config = loadConfig({})
  expect(config.port).toBe(8480)
  expect(config.host).toBe('127.0.0.1')
  expect(config.dataFolder.endsWith('/.busker')).toBe(true)
  expect(config.version).toMatch(/^\d+\.\d+\.\d+$/)
})

test.each([
  [{ BUSKER_PORT: 'eighty' }, 'BUSKER_PORT'],
  [{ BUSKER_PORT: '70000' }, 'BUSKER_PORT'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  [{ BUSKER_LOG_LEVEL: 'loud' }, 'BUSKER_LOG_LEVEL'],
])('a faulty value is named in one line: %o', (source, name) => {
  expect(() => loadConfig(source)).toThrow(new RegExp(`^The configuration is not usable: ${name}[^\\n]*$`))
})

test('an empty value counts as not given', () => {
  expect(loadConfig({ BUSKER_PORT: '' }).port).toBe(8480)
})
