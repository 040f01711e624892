/** Browsers tie passkeys to a name (WebAuthn level 3, 5.1.3) and refuse addresses that are numbers. */
export const addressAllowsPasskeys = (hostname: string): boolean => !/^[\d.]+$|^\[/.test(hostname)

/** The same page by name, where the number is that of the device itself. */
export const namedAddress = (url: URL): string | null => {
  if (!/^127\.|^\[::1\]$/.test(url.hostname)) return null
  return `${url.protocol}//localhost${url.port === '' ? '' : `:${url.port}`}${url.pathname}`
}
