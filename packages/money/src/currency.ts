import { assert } from './assert.ts'
import { type Micro, microPerMajor } from './micro.ts'

/** A currency by its ISO 4217 code. */
export type Currency = string & { readonly currencyBrand: true }

const codes = (text: string): readonly string[] => text.split(/\s+/)

const withoutDecimals = codes('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF')
const withTwoDecimals = codes(
  `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
   CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
   ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
   MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
   SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
)
const withThreeDecimals = codes('BHD IQD JOD KWD LYD OMR TND')
const withFourDecimals = codes('CLF UYW')

const decimalsByCode: ReadonlyMap<string, number> = new Map([
  ...withoutDecimals.map((code): [string, number] => [code, 0]),
  ...withTwoDecimals.map((code): [string, number] => [code, 2]),
  ...withThreeDecimals.map((code): [string, number] => [code, 3]),
  ...withFourDecimals.map((code): [string, number] => [code, 4]),
])

/** ISO 4217 has two decimals for the rupiah; shops, TikTok's among them, price and export it whole. */
const wholeInShops = new Set(['IDR', 'VND'])

/** Whether the text is the code of a currency in use. */
export const isCurrency = (text: string): text is Currency => decimalsByCode.has(text)

/** The currency of a code in any case; null when there is none. @example currencyOf('usd') // 'USD' */
export const currencyOf = (text: string): Currency | null => {
  const code = text.trim().toUpperCase()
  return isCurrency(code) ? code : null
}

/** Decimals of the smallest unit by ISO 4217: 2 for USD, 0 for VND, 3 for KWD. */
export const decimalsOf = (currency: Currency): number => {
  const decimals = decimalsByCode.get(currency)
  assert(decimals !== undefined, `a currency in use: ${currency}`)
  return decimals
}

/** Decimals that shops write: as ISO 4217, but none for IDR. */
export const shopDecimalsOf = (currency: Currency): number =>
  wholeInShops.has(currency) ? 0 : decimalsOf(currency)

/** One of the smallest units with so many decimals. @example unitOf(2) // 10_000n, a cent */
export const unitOf = (decimals: number): Micro => {
  assert(decimals >= 0 && decimals <= 6, 'a unit is no smaller than 10⁻⁶')
  return microPerMajor / 10n ** BigInt(decimals)
}
