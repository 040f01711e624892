import { beforeEach, expect, test, vi } from 'vitest'
import { keepReferral, referralToken } from './referral.ts'

const values = new Map<string, string>()
beforeEach(() => {
  values.clear()
  vi.stubGlobal('window', {
    sessionStorage: {
      getItem: (name: string) => values.get(name) ?? null,
      setItem: (name: string, value: string) => void values.set(name, value),
    },
  })
})

test('a visit tells by which address it came, about that post and its author, for a day', () => {
  expect(referralToken(null, 0)).toBeUndefined()
  keepReferral({ token: 'token', postId: 'post', personId: 'author' }, 1000)
  expect(referralToken({ postId: 'post' }, 2000)).toBe('token')
  expect(referralToken({ personId: 'author' }, 2000)).toBe('token')
  expect(referralToken(null, 2000)).toBe('token')
  expect(referralToken({ postId: 'other', personId: 'other' }, 2000)).toBeUndefined()
  expect(referralToken({ postId: 'post' }, 1000 + 86_400_000)).toBeUndefined()
})

test('what is not ours says nothing', () => {
  for (const text of ['x', '[]', '"token"', '{"token":1}']) {
    values.set('busker.referral', text)
    expect(referralToken(null, 0)).toBeUndefined()
  }
})
