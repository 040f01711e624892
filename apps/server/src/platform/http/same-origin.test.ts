import { expect, test } from 'vitest'
import { isCrossSite } from './same-origin.ts'

const post = { method: 'POST', host: 'busker.test', origin: undefined, fetchSite: undefined }

test.each([
  ['a safe method from anywhere', { ...post, method: 'GET', fetchSite: 'cross-site' }, false],
  ['the page itself', { ...post, fetchSite: 'same-origin' }, false],
  ['typed by the user', { ...post, fetchSite: 'none' }, false],
  ['another site', { ...post, fetchSite: 'cross-site' }, true],
  ['a sibling subdomain', { ...post, fetchSite: 'same-site' }, true],
  ['an old browser, same origin', { ...post, origin: 'https://busker.test' }, false],
  ['an old browser, public address behind a proxy', { ...post, origin: 'https://public.test' }, false],
  ['an old browser, another origin', { ...post, origin: 'https://evil.test' }, true],
  ['an opaque origin', { ...post, origin: 'null' }, true],
  ['no browser', post, false],
])('%s', (_, request, expected) => {
  expect(isCrossSite(request, 'public.test')).toBe(expected)
})
