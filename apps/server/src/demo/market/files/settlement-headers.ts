import type { Region } from '../region.ts'

// Header lists of the settlement workbook. Spellings and spaces are as in the files, mistakes too.

const headers = (text: string): readonly string[] => text.split('|').map((header) => header.trim())

/** United States: per statement and SKU. */
const unitedStates = headers(`Statement date | Statement ID | Payment ID | Status | Currency | Type |
  Order/adjustment ID | SKU ID | Quantity | Product name | SKU name | Order created date | Order delivery date |
  Total settlement amount | Net sales | Gross sales | Gross sales refund | Seller discount | Seller discount refund |
  Shipping | TikTok Shop shipping fee | Fulfilled by TikTok Shop shipping fee | Customer-paid shipping fee |
  Customer-paid shipping fee refund | TikTok Shop shipping incentive | TikTok Shop shipping incentive refund |
  Shipping fee subsidy | Return shipping fee | FBT fulfillment fee | Signature confirmation service fee |
  Shipping insurance fee | Fees | Referral fee | Affiliate Commission | Affiliate partner commission |
  Affiliate Shop Ads commission | Smart Promotion fee | Smart Promotion campaign period fee |
  Co-funded promotion (seller-funded) | Co-funded Promotion campaign period fee | GMV Max ad fee | Adjustment amount |
  Related order ID`)

const revenue = `Order/adjustment ID | Type | Order created time | Order settled time | Currency |
  Total settlement amount | Total revenue | Subtotal after seller discounts | Subtotal before discounts |
  Seller discounts | Refund subtotal after seller discounts | Refund subtotal before seller discounts |
  Refund of seller discounts`

const customer = `Customer payment | Customer refund | Seller co-funded voucher discount |
  Refund of seller co-funded voucher discount | Platform discounts | Refund of platform discounts |
  Platform co-funded voucher discounts | Refund of platform co-funded voucher discounts |
  Seller shipping fee discount | Estimated package weight (g) | Actual package weight (g)`

const taxed = `Affiliate commission before PIT (personal income tax) |
  Personal income tax withheld from affiliate commission`
const adsTaxed = `Affiliate Shop Ads commission before PIT (personal income tax) |
  Personal income tax withheld from affiliate Shop Ads commission`

const perOrder = (parts: { readonly pit: boolean; readonly more: string }): readonly string[] =>
  headers(`${revenue} | Total fees | Transaction fee | TikTok Shop commission fee | Seller shipping fee |
  Actual shipping fee | Platform shipping fee discount | Customer shipping fee | Refund customer shipping fee |
  Actual return shipping fee | Shipping fee subsidy | Affiliate commission ${parts.pit ? `| ${taxed}` : ''} |
  Affiliate partner commission | Affiliate Shop Ads commission ${parts.pit ? `| ${adsTaxed}` : ''} |
  Affiliate commission deposit | Affiliate commission refund | Affiliate Partner shop ads commission ${parts.more} |
  SFP service fee | Bonus cashback service fee | LIVE Specials service fee | Voucher Xtra service fee |
  EAMS Program service fee | Flash Sale service fee | TikTok PayLater program fee | Shipping service fee |
  Campaign resource fee | Order processing fee | Pre-order service fee | GMV Max Coupon | Ajustment amount |
  Related order ID | ${customer}`)

const indonesia =
  headers(`${revenue} | Distance item fee from Horizon+ Program | Total Fees | Platform commission fee |
  Pre-order service fee | Mall service fee | Payment Fee | Shipping cost |
  Shipping costs passed on to the logistics provider | Replacement shipping fee (passed on to the customer) |
  Exchange shipping fee (passed on to the customer) | Shipping cost borne by the platform |
  Shipping cost paid by the customer | Refunded shipping cost paid by the customer |
  Return shipping costs (passed on to the customer) | Shipping cost subsidy |
  Distance shipping fee from Horizon+ Program | Affiliate Commission | Affiliate partner commission |
  Affiliate Shop Ads commission | Affiliate Partner shop ads commission | Shipping Fee Program service fee |
  Dynamic commission | Bonus cashback | LIVE Specials | Voucher Xtra | Order processing fee | EAMS Program |
  Brands Crazy Deals/Flash Sale service fee | Dilayani Tokopedia fee | Dilayani Tokopedia handling fee |
  PayLater program fee | Campaign resource fee | Installation service fee | Article 22 Income Tax withheld |
  Platform special service fee | GMV Max ad fee | Ajustment amount | Related order ID | ${customer} |
  Shopping center items | Order Source`)

const renames: Readonly<Record<string, string>> = {
  'Order/adjustment ID': 'Order/Adjustment ID',
  Type: 'Transaction type',
  'Ajustment amount': 'Adjustment amount',
}

/** The spellings of 2026 in Thailand and Malaysia. */
const renamed = (list: readonly string[]): readonly string[] =>
  list.map((header) => renames[header] ?? header)

/** Columns of TikTok end with a space now and then. */
const noisy = new Set(['Affiliate commission', 'Actual shipping fee', 'Type', 'Transaction type'])
export const withNoise = (header: string): string => (noisy.has(header) ? `${header} ` : header)

export const settlementHeaders: Readonly<Record<Region, readonly string[]>> = {
  US: unitedStates,
  UK: perOrder({ pit: false, more: '' }),
  VN: perOrder({ pit: true, more: '' }),
  ID: indonesia,
  TH: renamed([
    ...perOrder({ pit: true, more: '| Commerce growth fee' }),
    'Chargeable package weight',
    'Details of items sold',
  ]),
  MY: renamed(perOrder({ pit: false, more: '| SST' })),
}
