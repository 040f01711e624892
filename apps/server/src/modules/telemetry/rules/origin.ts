/** What a request tells about the app it came from. Coarse on purpose: it slices numbers, it knows nobody. */
export interface Origin {
  /** Version of our web app; empty when the request named none. */
  readonly clientVersion: string
  readonly device: 'phone' | 'tablet' | 'desktop' | 'unknown'
  /** ISO 3166 alpha-2, only from the header that the operator named; empty otherwise. */
  readonly country: string
  /** IANA zone of the request's own header; null when it gave none. Batches of reports carry their zone themselves. */
  readonly timeZone: string | null
  readonly isBot: boolean
}

/** Of facts that no app sent: those that a module tells on the bus. */
export const unknownOrigin: Origin = {
  clientVersion: '',
  device: 'unknown',
  country: '',
  timeZone: null,
  isBot: false,
}

export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** Anybody may send a header: what does not look like a version of ours must not grow the dictionary of a column. */
const versionPattern = /^\d{1,4}\.\d{1,4}\.\d{1,4}(?:[-+][0-9A-Za-z.-]{1,24})?$/
const countryPattern = /^[A-Z]{2}$/
/** Codes by which proxies say that they do not know: XX unknown, T1 the Tor network. */
const noCountry = new Set(['XX', 'ZZ', 'T1'])
/** How programs that are open about it call themselves. Those that are not are found by their rhythm. */
const botPattern = /(?<!cu)bot\b|crawl|spider|slurp|headless|phantomjs|lighthouse/i
const tabletPattern = /ipad|tablet|kindle|silk(?!.*mobile)|android(?!.*mobile)/i
const phonePattern = /mobi|iphone|ipod|android/i
const desktopPattern = /windows nt|macintosh|x11|linux|cros/i
const longestTimeZone = 64

const one = (headers: RequestHeaders, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

const deviceOf = (headers: RequestHeaders): Origin['device'] => {
  const agent = one(headers, 'user-agent')
  if (tabletPattern.test(agent)) return 'tablet'
  // The client hint says `?1` for what wants a phone's page; it says nothing about tablets.
  if (one(headers, 'sec-ch-ua-mobile') === '?1' || phonePattern.test(agent)) return 'phone'
  return desktopPattern.test(agent) ? 'desktop' : 'unknown'
}

const countryOf = (headers: RequestHeaders, header: string | undefined): string => {
  if (header === undefined) return ''
  const code = one(headers, header.toLowerCase()).trim().toUpperCase()
  return countryPattern.test(code) && !noCountry.has(code) ? code : ''
}

/**
 * Reads the origin of a request from its headers. `countryHeader` is the one that the operator's proxy sets; without
 * it no country is known, whatever the request says.
 */
export const originOf = (headers: RequestHeaders, countryHeader: string | undefined): Origin => {
  const version = one(headers, 'busker-client')
  const timeZone = one(headers, 'busker-time-zone')
  return {
    clientVersion: versionPattern.test(version) ? version : '',
    device: deviceOf(headers),
    country: countryOf(headers, countryHeader),
    timeZone: timeZone === '' || timeZone.length > longestTimeZone ? null : timeZone,
    isBot: botPattern.test(one(headers, 'user-agent')),
  }
}
