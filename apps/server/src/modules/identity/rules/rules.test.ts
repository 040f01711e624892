import { expect, test } from 'vitest'
import { isWeakPassword } from './password.ts'
import { mayTrySignIn, mayTrySignUp } from './throttle.ts'

test('weak passwords: short, the handle, one character repeated', () => {
  expect(isWeakPassword('short', 'ana')).toBe(true)
  expect(isWeakPassword('ana.gomez-1990', 'ana.gomez')).toBe(true)
  expect(isWeakPassword('aaaaaaaaaaaa', 'ben')).toBe(true)
  expect(isWeakPassword('a quiet street at noon', 'ben')).toBe(false)
})

test('guessing stops at the limit of the handle or of the address', () => {
  expect(mayTrySignIn({ handle: 9, address: 59 })).toBe(true)
  expect(mayTrySignIn({ handle: 10, address: 0 })).toBe(false)
  expect(mayTrySignIn({ handle: 0, address: 60 })).toBe(false)
  expect(mayTrySignUp(29)).toBe(true)
  expect(mayTrySignUp(30)).toBe(false)
})
