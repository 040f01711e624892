/** The parts of a request that tell where it came from. */
export interface Provenance {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

const hostOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).host : null)

/**
 * Protects cookie sessions against cross-site requests without a token, by Fetch Metadata
 * (W3C Fetch Metadata Request Headers, `Sec-Fetch-Site`), falling back to `Origin` for browsers that lack it. A request
 * with neither comes from no browser, and only a browser can be tricked into sending somebody else's cookie.
 */
export const isCrossSite = (request: Provenance, publicHost: string | undefined): boolean => {
  if (safeMethods.has(request.method)) return false
  if (request.fetchSite !== undefined)
    return request.fetchSite !== 'same-origin' && request.fetchSite !== 'none'
  if (request.origin === undefined) return false
  const host = hostOf(request.origin)
  return host === null || (host !== request.host && host !== publicHost)
}
