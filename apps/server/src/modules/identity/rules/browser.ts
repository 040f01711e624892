import type { BrowserName, SystemName } from '@busker/contract'

/** The first that fits counts: most browsers also name those that they descend from. */
const browsers: readonly (readonly [RegExp, BrowserName])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'edge'],
  [/\b(?:OPR|Opera)\//, 'opera'],
  [/\b(?:Firefox|FxiOS)\//, 'firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'chrome'],
  [/\bVersion\/[\d.]+ (?:Mobile\/\w+ )?Safari\//, 'safari'],
]

const systems: readonly (readonly [RegExp, SystemName])[] = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'ios'],
  [/\bAndroid\b/, 'android'],
  [/\bWindows\b/, 'windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macos'],
  [/\bLinux\b|\bX11\b|\bCrOS\b/, 'linux'],
]

const longest = 1000

/** What a person would call the browser that sent this. Anybody may send anything: it never becomes more than a name. */
export const browserOf = (
  userAgent: string | undefined,
): { readonly browser: BrowserName; readonly system: SystemName } => {
  const text = (userAgent ?? '').slice(0, longest)
  return {
    browser: browsers.find(([sign]) => sign.test(text))?.[1] ?? 'other',
    system: systems.find(([sign]) => sign.test(text))?.[1] ?? 'other',
  }
}
