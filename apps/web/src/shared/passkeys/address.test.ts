import { expect, test } from 'vitest'
import { addressAllowsPasskeys, namedAddress } from './address.ts'

test.each([
  ['localhost', true],
  ['busker.example', true],
  ['4you.example', true],
  ['127.0.0.1', false],
  ['192.168.1.20', false],
  ['[::1]', false],
])('%s', (hostname, allowed) => {
  expect(addressAllowsPasskeys(hostname)).toBe(allowed)
})

test('only the device itself has a name that we know', () => {
  expect(namedAddress(new URL('http://127.0.0.1:8480/settings'))).toBe('http://localhost:8480/settings')
  expect(namedAddress(new URL('http://[::1]:8480/'))).toBe('http://localhost:8480/')
  expect(namedAddress(new URL('http://192.168.1.20:8480/settings'))).toBe(null)
})
