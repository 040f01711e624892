import {
  getEarnings,
  getGiftEarnings,
  getOperatorMoney,
  getPayoutBalance,
  getPayoutIdentity,
  getPurchase,
  getRewardEligibility,
  getRewardProgramme,
  getStatement,
  getWallet,
  listAllPayouts,
  listCoinPacks,
  listGifters,
  listGiftFlags,
  listGifts,
  listGiftVersions,
  listJournals,
  listMoneyAudit,
  listPackVersions,
  listPayouts,
  listPurchases,
  listRewardPeriods,
  listRewardTerms,
  listStatements,
  listWalletLines,
  previewRewardPeriod,
  quoteGift,
  type Endpoint,
} from '@busker/contract'
import type { Page } from 'playwright-core'

/*
 * Answers that are planted between page and server, so that a test knows every amount a page must show. Each is held
 * against the contract: a page is never tested with what no server may say.
 */
const uuid = (last: number): string => `0198c000-0000-7000-8000-${String(last).padStart(12, '0')}`
const at = '2026-11-20T18:30:00Z'
const later = '2026-12-04T18:30:00Z'
const author = (n: number, name: string) => ({
  ...{ personId: uuid(n), handle: name.toLowerCase().replaceAll(' ', '.'), displayName: name },
})
const mira = author(901, 'Mira Holt')
const tomas = author(902, 'Tomas Vega')

const limitWindow = (limitMicro: string | null, boughtMicro: string, givenMicro: string) => ({
  ...{ limitMicro, maximumMicro: '500000000', next: null, boughtMicro, givenMicro },
})
const limits = {
  currency: 'EUR',
  day: limitWindow('20000000', '4950000', '1200010'),
  week: { ...limitWindow(null, '9900000', '3100000'), next: { limitMicro: '80000000', from: later } },
  month: limitWindow(null, '14850000', '8020000'),
}
const purchase = (n: number, state: string, more: object = {}) => ({
  ...{ purchaseId: uuid(n), state, coins: '500', currency: 'EUR', priceMicro: '4950000', taxMicro: '790336' },
  ...{
    createdAt: at,
    settledAt: state === 'settled' ? at : null,
    checkoutUrl: null,
    code: null,
    refundable: null,
  },
  ...more,
})
const receipt = {
  ...purchase(21, 'settled', {
    refundable: { coins: '378', amountMicro: '3742200', until: later },
  }),
  ...{ number: '2026-000042', seller: 'Busker', buyer: { handle: 'mira.holt', displayName: 'Mira Holt' } },
  ...{ provider: 'sandbox', taxBasisPoints: 1900, netMicro: '4159664', coinPriceMicro: '9900' },
  ...{ refundedMicro: '0', refundedCoins: '0', refundedAt: null },
}
const gift = (n: number, name: string, coins: number) => ({
  ...{ giftId: uuid(n), version: 1, name, label: name, animation: name, coins: String(coins) },
  ...{ rate: { numerator: '1', denominator: '1' }, diamonds: String(coins), diamondMicro: '7000' },
  ...{ pays: { fromMicro: String(coins * 9340), toMicro: String(coins * 9900) } },
  creatorMicro: String(coins * 7000),
})
const gifts = [
  ...[gift(31, 'rose', 1), gift(32, 'coffee', 10), gift(33, 'heart', 50), gift(34, 'balloon', 100)],
  ...[gift(35, 'fireworks', 500), gift(36, 'rocket', 1000), gift(37, 'castle', 3000)],
]
const exactly = (micro: string) => ({ fromMicro: micro, toMicro: micro })
const given = { giftId: uuid(34), name: 'balloon', label: 'Balloon', count: 3, postId: uuid(71) }

const terms = {
  ...{ effectiveFrom: '2026-11-01', currency: 'EUR', period: 'month', poolMicro: '2500000000' },
  ...{ rightsBasisPoints: 500, holdBackBasisPoints: 1000, proRataBasisPoints: 6000, viewerCapViews: 200 },
  ...{ shortestVideoMs: 60_000, firstViewsUnpaid: 100, followers: 1000, viewsIn30Days: 10_000 },
  ...{ minimumAge: 18, accountAgeDays: 30, minimumPayoutMicro: '10000000', closeAfterDays: 7 },
  ...{ finalAfterDays: 30, reserveBasisPoints: 1000, reserveDays: 90, holdFromMicro: '1000000000' },
  ...{ version: 3, setAt: at, reason: 'More for those who are watched to the end' },
}
const period = (periodId: string, state: string, more: object = {}) => ({
  ...{ periodId, from: `${periodId}-01`, to: `${periodId}-28`, state, currency: 'EUR', termsVersion: 3 },
  ...{ poolMicro: '2500000000', creatorsMicro: null, rightsMicro: null, heldBackMicro: null },
  ...{
    unallocatedMicro: null,
    creators: null,
    views: null,
    qualifiedViews: null,
    root: null,
    finalRoot: null,
  },
  ...{ closesOn: '2026-12-07', finalOn: '2026-12-30', closedAt: null, finalAt: null },
  ...more,
})
const root = '9f2c41d0b7a86e53'.repeat(4)
const closed = period('2026-10', 'closed', {
  ...{ creatorsMicro: '2125000017', rightsMicro: '125000000', heldBackMicro: '249999983' },
  ...{ unallocatedMicro: '0', creators: 212, views: 481_220, qualifiedViews: 301_118, root, closedAt: at },
})
const statement = {
  ...{ periodId: '2026-10', from: '2026-10-01', to: '2026-10-31', state: 'closed', currency: 'EUR' },
  ...{ amountMicro: '38412907', finalMicro: null, views: 9120, qualifiedViews: 5402, rpmMicro: '7110867' },
  payableOn: '2026-11-30',
}
const line = (day: string, amountMicro: string) => ({
  ...{ postId: uuid(71), day, views: 4560, qualifiedViews: 2701, amountMicro, rpmMicro: '7110867' },
  ...{ rejected: { watched_too_short: 1510, repeat: 349 } },
  factors: { originality: 10_000, playing: 11_200, engagement: 10_350 },
})
const step = (id: string, amountMicro: string) => ({ id, amountMicro })
const payoutEvents = [
  { state: 'requested', at, note: null },
  { state: 'submitted', at: '2026-11-20T18:31:00Z', note: null },
  { state: 'paid', at: '2026-11-21T09:00:00Z', note: null },
  { state: 'returned', at: '2026-11-22T08:10:00Z', note: 'The bank says that the account is closed.' },
]
const payout = {
  ...{ payoutId: uuid(51), personId: uuid(901), rail: 'creator', currency: 'EUR' },
  ...{ amountMicro: '120400000', withheldMicro: '18060000', netMicro: '102340000', state: 'returned' },
  ...{ note: null, requestedAt: at, changedAt: '2026-11-22T08:10:00Z', history: payoutEvents },
}
const held = {
  ...payout,
  ...{
    payoutId: uuid(52),
    state: 'risk_hold',
    history: [payoutEvents[0], { ...payoutEvents[1], state: 'risk_hold' }],
  },
}
const sides = (gini: number, medianMicro: string) => ({
  creators: 4,
  largestMicro: '1400000001',
  medianMicro,
  gini,
})
const share = (n: number, handle: string, micro: readonly [string, string, string]) => ({
  ...{ personId: uuid(n), handle, qualifiedViews: 1200 * n, viewers: 300 * n },
  ...{ proRataMicro: micro[0], userCentricMicro: micro[1], blendedMicro: micro[2] },
})

interface Planted {
  readonly endpoint: Endpoint
  readonly answer: unknown
}

/** What the server would say, address by address. */
export const plantedAnswers: readonly Planted[] = [
  {
    endpoint: getWallet,
    answer: {
      ...{ currency: 'EUR', coins: '1378', valueMicro: '13642200', frozenCoins: '20', refusal: null, limits },
      pending: [purchase(22, 'unknown')],
    },
  },
  {
    endpoint: listCoinPacks,
    answer: {
      ...{ currency: 'EUR', taxBasisPoints: 1900, refundDays: 14, refusal: null },
      packs: [
        ...[
          ['100', '0', '990000', '9900'],
          ['1000', '20', '9900000', '9706'],
          ['10000', '600', '99000000', '9340'],
        ].map(([coins, bonusCoins, priceMicro, coinPriceMicro], index) => ({
          ...{ packId: uuid(11 + index), version: 1, coins, bonusCoins, priceMicro, coinPriceMicro },
          taxMicro: '158067',
        })),
      ],
    },
  },
  {
    endpoint: listPurchases,
    answer: {
      purchases: [purchase(22, 'unknown'), purchase(21, 'settled'), purchase(23, 'declined')],
      nextCursor: null,
    },
  },
  { endpoint: getPurchase, answer: { receipt } },
  {
    endpoint: listWalletLines,
    answer: {
      currency: 'EUR',
      nextCursor: null,
      lines: [
        {
          ...{ lineId: '2', at, kind: 'gift', coins: '-300', balanceCoins: '1378', purchaseId: null },
          gift: { ...given, to: tomas, paidMicro: '2969997', creatorMicro: '2100000' },
        },
        {
          lineId: '1',
          at,
          kind: 'purchase',
          coins: '500',
          balanceCoins: '1678',
          purchaseId: uuid(21),
          gift: null,
        },
      ],
    },
  },
  { endpoint: listGifts, answer: { currency: 'EUR', holdDays: 14, gifts } },
  {
    endpoint: quoteGift,
    answer: {
      quote: {
        ...{
          giftId: uuid(31),
          version: 1,
          name: 'rose',
          label: 'rose',
          animation: 'rose',
          coins: '1',
          count: 1,
        },
        ...{ totalCoins: '1', currency: 'EUR', basis: 'own_coins', pays: exactly('1200000') },
        ...{ tax: exactly('191597'), take: exactly('408403'), creatorMicro: '600000', holdDays: 14 },
        ...{ missingCoins: '0', refusal: null },
      },
    },
  },
  {
    endpoint: listGifters,
    answer: {
      ...{ totalCoins: '4210', people: 2, nextCursor: null },
      gifters: [
        {
          person: mira,
          coins: '3000',
          gifts: 1,
          latest: { giftId: uuid(37), name: 'castle', label: 'Castle', count: 1, at },
        },
        {
          person: tomas,
          coins: '1210',
          gifts: 12,
          latest: { giftId: uuid(31), name: 'rose', label: 'Rose', count: 10, at },
        },
      ],
    },
  },
  {
    endpoint: getGiftEarnings,
    answer: {
      ...{ currency: 'EUR', pendingMicro: '48120000', availableMicro: '120400000', heldMicro: '700000' },
      ...{ maturing: [{ day: '2026-12-04', amountMicro: '48120000' }], nextCursor: null },
      gifts: [
        {
          ...{
            sendId: uuid(61),
            at,
            postId: uuid(71),
            from: mira,
            giftId: uuid(37),
            name: 'castle',
            label: 'Castle',
          },
          ...{ count: 1, coins: '3000', paidMicro: '29700003', taxMicro: '4742017', takeMicro: '3957986' },
          ...{ creatorMicro: '21000000', state: 'counted' },
        },
      ],
    },
  },
  {
    endpoint: getEarnings,
    answer: {
      ...{ from: '2026-10-24', to: '2026-11-20', asOf: at, nextPayoutOn: '2026-12-04' },
      boards: [
        {
          currency: 'EUR',
          sources: [
            {
              ...{ source: 'gifts', pendingMicro: '48120000', finalMicro: '120400000' },
              steps: [
                ...[step('gross', '297000030'), step('provider_fees', '-9200000'), step('tax', '-47420170')],
                ...[step('platform_take', '-71859860'), step('earned', '168520000')],
                ...[step('reserve', '-16852000'), step('withheld', '-18060000')],
              ],
            },
            {
              ...{ source: 'fund', pendingMicro: '38412907', finalMicro: '0' },
              steps: [step('gross', '40434639'), step('music', '-2021732'), step('earned', '38412907')],
            },
          ],
          days: [{ day: '2026-11-20', source: 'gifts', amountMicro: '21000000' }],
          ...{ earnedMicro: '206932907', clawedBackMicro: '-2500000' },
          ...{ pendingMicro: '86532907', availableMicro: '120400000' },
          ...{
            reserveMicro: '16852000',
            inFlightMicro: '33000000',
            owedMicro: '1500000',
            paidMicro: '70250000',
          },
        },
      ],
    },
  },
  {
    endpoint: getPayoutBalance,
    answer: {
      balances: [
        {
          ...{ rail: 'creator', currency: 'EUR', pendingMicro: '86532907', availableMicro: '120403217' },
          ...{ reserveMicro: '16852000', inFlightMicro: '33000000', owedMicro: '1500000' },
          ...{ payableMicro: '118900000', minimumMicro: '10000000' },
          ...{ seasonedMicro: '100000000', unseasonedMicro: '20403217' },
          maturing: [
            { day: '2026-11-30', source: 'fund', amountMicro: '38412907' },
            { day: '2026-12-04', source: 'gifts', amountMicro: '48120000' },
          ],
          reserveUntil: [{ day: '2027-02-18', amountMicro: '16852000' }],
        },
      ],
    },
  },
  {
    endpoint: getPayoutIdentity,
    answer: {
      identity: {
        ...{ level: 'L0', country: 'ES', onboardingUrl: null },
        gates: [
          { id: 'identity', state: 'open', fromMicro: null, paidMicro: null, source: null },
          { id: 'beneficiary', state: 'done', fromMicro: null, paidMicro: null, source: null },
          {
            id: 'tax_form',
            state: 'not_needed_yet',
            fromMicro: '2000000000',
            paidMicro: '70250000',
            source: 'DAC7',
          },
        ],
      },
    },
  },
  { endpoint: listPayouts, answer: { payouts: [payout], nextCursor: null } },
  { endpoint: listStatements, answer: { statements: [statement] } },
  {
    endpoint: getStatement,
    answer: {
      statement: {
        ...{ ...statement, root, rejected: { watched_too_short: 3020, repeat: 698 } },
        lines: [line('2026-10-14', '19206453'), line('2026-10-15', '19206454')],
      },
    },
  },
  { endpoint: getRewardProgramme, answer: { terms, upcoming: [] } },
  {
    endpoint: getRewardEligibility,
    answer: {
      membership: { state: 'none', since: null, applyAgainFrom: null },
      checks: [
        { id: 'age', passed: true, value: 36, needed: 18 },
        { id: 'account_age_days', passed: true, value: 112, needed: 30 },
        { id: 'followers', passed: false, value: 640, needed: 1000 },
        { id: 'views_30_days', passed: true, value: 18_402, needed: 10_000 },
      ],
      ...{ eligible: false, mayApply: true },
    },
  },
  { endpoint: listRewardPeriods, answer: { periods: [period('2026-11', 'open'), closed] } },
  { endpoint: listRewardTerms, answer: { terms: [terms] } },
  {
    endpoint: previewRewardPeriod,
    answer: {
      ...{ period: period('2026-11', 'open'), asOf: at, views: 481_220, qualifiedViews: 301_118 },
      ...{ rejected: { watched_too_short: 150_102, repeat: 30_000 } },
      ...{ proRata: sides(0.61, '210000000'), userCentric: sides(0.42, '380000000') },
      blended: sides(0.52, '300000000'),
      creators: [
        share(4, 'lena.holt', ['1400000001', '900000000', '1200000000']),
        share(3, 'tomas.vega', ['500000000', '700000000', '600000000']),
        share(2, 'street.stage', ['300000000', '450000000', '360000000']),
        share(1, 'quiet.person', ['50000000', '199999999', '110000001']),
      ],
    },
  },
  {
    endpoint: getOperatorMoney,
    answer: {
      asOf: at,
      trialBalanceOk: true,
      currencies: [
        {
          ...{ currency: 'EUR', grossMicro: '8120400000', takeRateBasisPoints: 2412 },
          revenue: [
            { line: 'rev_gift', amountMicro: '1420300000' },
            { line: 'rev_ads', amountMicro: '538340000' },
          ],
          expenses: [{ line: 'psp_fee', amountMicro: '251700000' }],
          liabilities: [
            { kind: 'coin_float', amountMicro: '912340000' },
            { kind: 'creator_pending', amountMicro: '2210900000' },
            { kind: 'tax_payable', amountMicro: '770120000' },
          ],
          assets: [{ kind: 'psp', amountMicro: '5103100000' }],
          ...{ suspenseMicro: '4950000', suspenseSince: at, creators: 212 },
          ...{ creatorMedianMicro: '6120000', creatorGini: 0.71 },
        },
      ],
      payouts: {
        ...{ requested: 31, paid: 27, failed: 1, returned: 1, held: 2, unknown: 1 },
        ...{ latencyP50Seconds: 5400, latencyP90Seconds: 86_400, failureBasisPoints: 690 },
      },
    },
  },
  { endpoint: listAllPayouts, answer: { payouts: [{ ...held, handle: 'mira.holt' }], nextCursor: null } },
  {
    endpoint: listPackVersions,
    answer: {
      currency: 'EUR',
      versions: [
        {
          ...{
            packId: uuid(11),
            version: 1,
            currency: 'EUR',
            coins: '100',
            bonusCoins: '0',
            priceMicro: '990000',
          },
          ...{ onSale: true, from: at, by: null },
        },
      ],
    },
  },
  {
    endpoint: listGiftVersions,
    answer: {
      currency: 'EUR',
      versions: gifts.map(({ diamonds: _diamonds, pays: _pays, ...one }) => ({
        ...{ ...one, currency: 'EUR', onSale: true, from: at, by: null },
      })),
    },
  },
  {
    endpoint: listGiftFlags,
    answer: {
      nextCursor: null,
      flags: [
        {
          ...{ flagId: uuid(81), sendId: uuid(61), postId: uuid(71), from: mira, to: tomas, coins: '3000' },
          ...{ creatorMicro: '21000000', currency: 'EUR', at, reasons: ['cycle'], state: 'open' },
          ...{ cycle: ['mira.holt', 'tomas.vega'], decidedAt: null, decidedBy: null },
        },
      ],
    },
  },
  {
    endpoint: listJournals,
    answer: {
      journals: [
        {
          ...{ journalId: uuid(91), reason: 'The pool of November is doubled', state: 'proposed' },
          transfer: {
            template: 'fund_top_up',
            period: '2026-11',
            currency: 'EUR',
            amountMicro: '2500000000',
          },
          ...{ proposedBy: uuid(901), proposedAt: at, decidedBy: null, decidedAt: null },
          ...{ decisionReason: null, txnId: null },
        },
      ],
    },
  },
  {
    endpoint: listMoneyAudit,
    answer: {
      nextCursor: null,
      entries: [
        {
          ...{ at, by: uuid(901), handle: 'mira.holt', action: 'payout_hold', subject: uuid(52) },
          reason: 'Another bank account since yesterday',
        },
      ],
    },
  },
]

/** Answers every question about money with what is planted. */
export const plantMoney = async (page: Page): Promise<void> => {
  for (const { endpoint, answer } of plantedAnswers) {
    if (answer === undefined) continue
    const json = endpoint.response.parse(answer)
    const path = new RegExp(`${endpoint.path.replaceAll(/:\w+/g, '[^/?]+')}(\\?.*)?$`)
    await page.route(path, (route) =>
      route.request().method() === endpoint.method ? route.fulfill({ json }) : route.fallback(),
    )
  }
}
