import type { BrowserName, SystemName } from '@busker/contract'

/** Their own names, the same in every language. */
export const browserNames: Readonly<Record<Exclude<BrowserName, 'other'>, string>> = {
  ...{ firefox: 'Firefox', chrome: 'Chrome', safari: 'Safari', edge: 'Edge', opera: 'Opera' },
}
export const systemNames: Readonly<Record<Exclude<SystemName, 'other'>, string>> = {
  ...{ windows: 'Windows', macos: 'macOS', linux: 'Linux', android: 'Android', ios: 'iOS' },
}
