import type { DateOrder } from './time.ts'

export type Region = 'US' | 'UK' | 'VN' | 'ID' | 'TH' | 'MY'

export type FeeClass = 'platform' | 'commission' | 'shipping'

/** A column of fees of the settlement that the market uses. */
export interface Fee {
  readonly column: string
  readonly bps: bigint
  /** Of the whole order, in major units, and not given back. */
  readonly fixed: bigint
}

/** What is different about a shop of a region. */
export interface RegionFacts {
  readonly region: Region
  readonly currency: string
  readonly utcOffset: string
  /** Of prices, in whole steps of `priceStep` smallest units. */
  readonly prices: readonly [number, number]
  readonly priceStep: number
  /** One parcel, in the same steps. */
  readonly parcel: number
  readonly phone: string
  readonly country: string
  readonly orderDates: DateOrder
  /** How the order file writes an amount: bare, or with the currency before it. */
  readonly orderMoney: 'bare' | 'prefixed'
  readonly settlesPerSku: boolean
  readonly platformFees: readonly Fee[]
  readonly shipping: {
    readonly carrier: string
    readonly borne: string
    readonly customer: string
    readonly returned: string
  }
  readonly commission: { readonly standard: string; readonly shopAds: string }
}

const fee = (column: string, bps: bigint, fixed = 0n): Fee => ({ column, bps, fixed })

const perOrderShipping = {
  carrier: 'Actual shipping fee',
  borne: 'Platform shipping fee discount',
  customer: 'Customer shipping fee',
  returned: 'Actual return shipping fee',
}
const perOrderCommission = {
  standard: 'Affiliate commission',
  shopAds: 'Affiliate Shop Ads commission',
}

const perOrder = {
  settlesPerSku: false,
  shipping: perOrderShipping,
  commission: perOrderCommission,
  orderDates: 'day_first',
} as const

const regions: Readonly<Record<Region, RegionFacts>> = {
  US: {
    region: 'US',
    currency: 'USD',
    utcOffset: 'UTC-8',
    prices: [9, 59],
    priceStep: 99,
    parcel: 5,
    phone: '(+1)',
    country: 'United States',
    orderDates: 'month_first',
    orderMoney: 'bare',
    settlesPerSku: true,
    platformFees: [fee('Referral fee', 600n), fee('Smart Promotion fee', 45n)],
    shipping: {
      carrier: 'TikTok Shop shipping fee',
      borne: 'TikTok Shop shipping incentive',
      customer: 'Customer-paid shipping fee',
      returned: 'Return shipping fee',
    },
    commission: { standard: 'Affiliate Commission', shopAds: 'Affiliate Shop Ads commission' },
  },
  UK: {
    ...perOrder,
    region: 'UK',
    currency: 'GBP',
    utcOffset: 'UTC+0',
    prices: [7, 45],
    priceStep: 99,
    parcel: 4,
    phone: '(+44)',
    country: 'United Kingdom',
    orderMoney: 'prefixed',
    platformFees: [fee('TikTok Shop commission fee', 900n)],
  },
  VN: {
    ...perOrder,
    region: 'VN',
    currency: 'VND',
    utcOffset: 'UTC+7',
    prices: [79, 790],
    priceStep: 1000,
    parcel: 32,
    phone: '(+84)',
    country: 'Vietnam',
    orderMoney: 'bare',
    platformFees: [
      fee('Transaction fee', 500n),
      fee('TikTok Shop commission fee', 400n),
      fee('Voucher Xtra service fee', 300n),
      fee('Order processing fee', 0n, 3000n),
    ],
  },
  ID: {
    ...perOrder,
    region: 'ID',
    currency: 'IDR',
    utcOffset: 'UTC+7',
    prices: [25, 420],
    priceStep: 1000,
    parcel: 18,
    phone: '(+62)',
    country: 'Indonesia',
    orderMoney: 'prefixed',
    platformFees: [
      fee('Platform commission fee', 800n),
      fee('Dynamic commission', 400n),
      fee('Order processing fee', 0n, 1250n),
    ],
    shipping: {
      carrier: 'Shipping costs passed on to the logistics provider',
      borne: 'Shipping cost borne by the platform',
      customer: 'Shipping cost paid by the customer',
      returned: 'Return shipping costs (passed on to the customer)',
    },
    commission: { standard: 'Affiliate Commission', shopAds: 'Affiliate Shop Ads commission' },
  },
  TH: {
    ...perOrder,
    region: 'TH',
    currency: 'THB',
    utcOffset: 'UTC+7',
    prices: [89, 1290],
    priceStep: 100,
    parcel: 38,
    phone: '(+66)',
    country: 'Thailand',
    orderMoney: 'prefixed',
    platformFees: [
      fee('Transaction fee', 321n),
      fee('TikTok Shop commission fee', 535n),
      fee('Commerce growth fee', 107n),
    ],
  },
  MY: {
    ...perOrder,
    region: 'MY',
    currency: 'MYR',
    utcOffset: 'UTC+8',
    prices: [12, 189],
    priceStep: 90,
    parcel: 6,
    phone: '(+60)',
    country: 'Malaysia',
    orderMoney: 'bare',
    platformFees: [fee('Transaction fee', 378n), fee('TikTok Shop commission fee', 600n), fee('SST', 80n)],
  },
}

export const regionFacts = (region: Region): RegionFacts => regions[region]

/** Which of the four costs a column of the settlement belongs to. */
export const feeClassOf = (facts: RegionFacts, column: string): FeeClass => {
  if (column === facts.commission.standard || column === facts.commission.shopAds) return 'commission'
  return Object.values(facts.shipping).includes(column) ? 'shipping' : 'platform'
}
