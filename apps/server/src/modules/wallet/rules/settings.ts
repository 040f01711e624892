import { walletSettings, type WalletSettings } from '@busker/contract'

export const defaultSettings: WalletSettings = {
  ...{ taxBasisPoints: 0, jurisdiction: 'XX', refundDays: 14 },
  ...{ holdDays: 14, newPayerDays: 45, knownPayerDays: 14 },
  ...{ dayMaximumMicro: null, weekMaximumMicro: null, monthMaximumMicro: null },
  ...{ giftsPerMinute: 120, giftsPerDay: 5_000, purchasesPerDay: 10 },
}

/** What was kept, over what the program says: a setting that is new has its default. */
export const settingsFrom = (kept: unknown): WalletSettings =>
  walletSettings.parse({ ...defaultSettings, ...walletSettings.partial().parse(kept ?? {}) })
