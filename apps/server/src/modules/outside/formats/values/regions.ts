import type { DateOrder } from '../headers/format.ts'

interface Region {
  readonly currency: string
  /** null: both are usual there. */
  readonly dateOrder: DateOrder | null
}

/** Where TikTok Shop is, with its currency and how its dashboards write dates when nothing else tells. */
const regions: Readonly<Record<string, Region>> = {
  US: { currency: 'USD', dateOrder: 'month_first' },
  UK: { currency: 'GBP', dateOrder: 'day_first' },
  GB: { currency: 'GBP', dateOrder: 'day_first' },
  VN: { currency: 'VND', dateOrder: 'day_first' },
  ID: { currency: 'IDR', dateOrder: 'day_first' },
  TH: { currency: 'THB', dateOrder: 'day_first' },
  MY: { currency: 'MYR', dateOrder: 'day_first' },
  SG: { currency: 'SGD', dateOrder: 'day_first' },
  PH: { currency: 'PHP', dateOrder: null },
  BR: { currency: 'BRL', dateOrder: 'day_first' },
  MX: { currency: 'MXN', dateOrder: 'day_first' },
  JP: { currency: 'JPY', dateOrder: null },
  DE: { currency: 'EUR', dateOrder: 'day_first' },
  FR: { currency: 'EUR', dateOrder: 'day_first' },
  IT: { currency: 'EUR', dateOrder: 'day_first' },
  ES: { currency: 'EUR', dateOrder: 'day_first' },
  IE: { currency: 'EUR', dateOrder: 'day_first' },
}

export const currencyOfRegion = (region: string | undefined): string | null =>
  regions[region ?? '']?.currency ?? null

export const dateOrderOfRegion = (region: string | undefined): DateOrder | null =>
  regions[region ?? '']?.dateOrder ?? null
