import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'

/** Kinds of accounts, as people call them. The books may know more than this page. */
const accounts = (): Readonly<Record<string, MessageDescriptor>> => ({
  rev_gift: msg`Gifts`,
  rev_ads: msg`Advertising`,
  rev_mkt_fee: msg`Deals with brands`,
  rev_shop: msg`Shop`,
  rev_shop_commission: msg`Shop`,
  breakage: msg`Coins never used`,
  psp_fee: msg`Payment fees`,
  store_fee: msg`App store fees`,
  promo: msg`Given on top`,
  fund: msg`Creator fund`,
  fund_expense: msg`Creator fund`,
  chargeback_loss: msg`Lost disputes`,
  bad_debt: msg`Owed and never paid`,
  coin_float: msg`Coins not used yet`,
  creator_pending: msg`Creators, pending`,
  creator_available: msg`Creators, available`,
  creator_inflight: msg`Creators, on its way`,
  tax_payable: msg`Tax`,
  withholding_payable: msg`Tax withheld`,
  fund_pool: msg`Fund, not allocated yet`,
  rights_payable: msg`Holders of music rights`,
  reserve: msg`Kept back`,
  adv_wallet: msg`Advertisers, prepaid`,
  order_held: msg`Orders not settled`,
  escrow: msg`Deals not done yet`,
  suspense: msg`Not explained`,
  psp: msg`At the payment provider`,
  bank: msg`At the bank`,
  dispute_recv: msg`Disputed payments`,
  recv: msg`Owed to us`,
})

export const useAccountName = (): ((kind: string) => string) => {
  const { i18n } = useLingui()
  return useCallback(
    (kind: string) => {
      const known = new Map(Object.entries(accounts())).get(kind)
      return known ? i18n._(known) : kind.replaceAll('_', ' ')
    },
    [i18n],
  )
}
