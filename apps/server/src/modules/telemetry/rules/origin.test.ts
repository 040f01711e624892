import { expect, test } from 'vitest'
import { originOf, unknownOrigin } from './origin.ts'

const agents = {
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  ipad: 'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
  pixel:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  tab: 'Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
  googlebot: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  headless:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36',
  cubot:
    'Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
}

test.each([
  ['iphone', 'phone', false],
  ['ipad', 'tablet', false],
  ['pixel', 'phone', false],
  ['tab', 'tablet', false],
  ['firefox', 'desktop', false],
  ['googlebot', 'unknown', true],
  ['headless', 'desktop', true],
  // A make of phones, not a bot.
  ['cubot', 'phone', false],
] as const)('%s is a %s, bot: %s', (name, device, isBot) => {
  expect(originOf({ 'user-agent': agents[name] }, undefined)).toMatchObject({ device, isBot })
})

test('a request without headers tells nothing', () => {
  expect(originOf({}, 'cf-ipcountry')).toEqual(unknownOrigin)
})

test('the version must look like one of ours', () => {
  const versionOf = (value: string) => originOf({ 'busker-client': value }, undefined).clientVersion
  expect(versionOf('0.4.12')).toBe('0.4.12')
  expect(versionOf('1.0.0-beta.2')).toBe('1.0.0-beta.2')
  for (const strange of ['', 'x', '1.2', '1.2.3 ', "1.2.3'", `1.2.3-${'a'.repeat(30)}`]) {
    expect(versionOf(strange)).toBe('')
  }
})

test('the country comes only from the header that the operator named', () => {
  const countryOf = (value: string, header?: string) => originOf({ 'cf-ipcountry': value }, header).country
  expect(countryOf('DE')).toBe('')
  expect(countryOf('DE', 'x-country')).toBe('')
  expect(countryOf('de', 'CF-IPCountry')).toBe('DE')
  for (const strange of ['XX', 'T1', 'DEU', '', '<>']) expect(countryOf(strange, 'cf-ipcountry')).toBe('')
})
