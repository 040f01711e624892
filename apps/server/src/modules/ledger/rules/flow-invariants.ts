import { type AccountKind, assetOf, kindOf, nameOf } from './chart.ts'
import type { Leg } from './plan.ts'
import type { AccountState, Posted, WholeBooks } from './whole-books.ts'

/** What of the legs is on accounts of a kind: what came in less what went out, on the side on which it grows. */
const gainOf = (legs: readonly Leg[], kind: AccountKind): bigint => {
  let gain = 0n
  for (const { account, side, amount } of legs)
    if (account.kind === kind) gain += side === kindOf(account).side ? amount : -amount
  return gain
}

const termOf = ({ terms }: Posted, name: string): bigint => BigInt(terms[name] ?? '0')

/** Transfers by the one that they settle, in the order in which they were done. */
const settlingOf = (whole: WholeBooks): Map<string, Posted[]> => {
  const found = new Map<string, Posted[]>()
  for (const posted of whole.posted) {
    if (posted.settles === null) continue
    const { txnId } = posted.settles
    const those = found.get(txnId)
    if (those === undefined) found.set(txnId, [posted])
    else those.push(posted)
  }
  return found
}

/** I9: a key is of one transfer. */
const keyFaults = ({ posted }: WholeBooks): string[] => {
  const seen = new Set<string>()
  return posted.flatMap(({ scope, key, txnId }) => {
    const name = JSON.stringify([scope, key])
    if (seen.has(name)) return [`I9 ${txnId}: the key ${key} of ${scope} was used before`]
    seen.add(name)
    return []
  })
}

/** What can be settled step by step, and up to where; everything else at once. */
const wholeOf = (original: Posted): bigint => {
  switch (original.template) {
    case 'ad_settle':
      return termOf(original, 'spendMicro')
    case 'line_settle':
      return termOf(original, 'quantity')
    case 'order_capture':
      return termOf(original, 'paidMicro')
    default:
      return 1n
  }
}

/** I10: what is settled, reversed or refunded grows step by step to its whole, and never twice. */
const settledFaults = (whole: WholeBooks, settling: ReadonlyMap<string, readonly Posted[]>): string[] => {
  const originals = new Map(whole.posted.map((posted) => [posted.txnId, posted]))
  return [...settling].flatMap(([txnId, steps]) => {
    const original = originals.get(txnId)
    if (original === undefined) return [`I10 ${txnId}: what was settled does not exist`]
    let before = 0n
    const faults: string[] = []
    for (const { settles, template } of steps) {
      const settled = settles?.settled ?? 0n
      if (settled <= before) faults.push(`I10 ${original.template} ${txnId}: twice by ${template}`)
      before = settled
    }
    if (before > wholeOf(original)) faults.push(`I10 ${original.template} ${txnId}: more than its whole`)
    if (before !== whole.settled.get(txnId)) faults.push(`I10 ${txnId}: settled is not what was done`)
    return faults
  })
}

/** I10: what goes back to who paid is never more than was paid, by refunds and lost disputes together. */
const returnedFaults = ({ posted }: WholeBooks): string[] => {
  const paid = new Map<string, bigint>()
  const returned = new Map<string, bigint>()
  const lotOfDispute = new Map<string, string>()
  const back = (lotId: string, amount: bigint) => returned.set(lotId, (returned.get(lotId) ?? 0n) + amount)
  for (const one of posted) {
    const lotId = one.terms['lotId'] ?? ''
    if (one.template === 'coin_purchase') paid.set(lotId, gainOf(one.legs, 'psp'))
    if (one.template === 'coin_refund') back(lotId, -gainOf(one.legs, 'psp'))
    if (one.template === 'dispute_opened') {
      lotOfDispute.set(one.txnId, lotId)
      back(lotId, gainOf(one.legs, 'dispute_recv'))
    }
    if (one.template === 'dispute_won')
      back(lotOfDispute.get(one.settles?.txnId ?? '') ?? '', gainOf(one.legs, 'dispute_recv'))
  }
  return [...returned].flatMap(([lotId, amount]) =>
    amount > (paid.get(lotId) ?? 0n) ? [`I10 lot ${lotId}: ${amount} went back`] : [],
  )
}

const partsOfLine = ['commissionMicro', 'affiliateMicro', 'taxMicro', 'couponMicro'] as const

/** I10: the parts of a line that came back are those that were frozen when it was settled. */
const reversedFaults = (whole: WholeBooks, settling: ReadonlyMap<string, readonly Posted[]>): string[] =>
  whole.posted.flatMap((line) => {
    const steps = settling.get(line.txnId) ?? []
    if (line.template !== 'line_settle' || whole.settled.get(line.txnId) !== termOf(line, 'quantity'))
      return []
    const legs = steps.flatMap((step) => step.legs)
    const owner = (kind: 'affiliate_available' | 'seller_available') =>
      -gainOf(legs, kind) + debtOf(legs, line.terms[kind === 'seller_available' ? 'seller' : 'affiliate'])
    const found = {
      commissionMicro: -gainOf(legs, 'rev_shop'),
      affiliateMicro: line.terms['affiliate'] === line.terms['seller'] ? null : owner('affiliate_available'),
      taxMicro: -gainOf(legs, 'tax_payable'),
      couponMicro: -gainOf(legs, 'promo'),
    }
    return partsOfLine.flatMap((part) =>
      found[part] === null || found[part] === termOf(line, part)
        ? []
        : [`I10 line ${line.txnId}: ${part} ${found[part]} of ${termOf(line, part)} came back`],
    )
  })

const debtOf = (legs: readonly Leg[], owner: string | undefined): bigint =>
  gainOf(
    legs.filter(({ account }) => account.owner === owner),
    'recv',
  )

/** I11: a hold ends once, and is posted before it expires and out of its own account, up to its amount. */
const holdFaults = (whole: WholeBooks): string[] => {
  const posts = new Map<string, Posted[]>()
  for (const posted of whole.posted)
    if (posted.hold !== null) posts.set(posted.hold, [...(posts.get(posted.hold) ?? []), posted])
  return [...whole.holds.values()].flatMap(({ holdId, account, amount, state, expiresAtMs }) => {
    const own = posts.get(holdId) ?? []
    const where = `I11 hold ${holdId}`
    return [
      ...(own.length === (state === 'posted' ? 1 : 0)
        ? []
        : [`${where}: ${state}, posted ${own.length} times`]),
      ...own.flatMap(({ legs, atMs }) => {
        const taken = -gainOf(
          legs.filter((leg) => nameOf(leg.account) === nameOf(account)),
          account.kind,
        )
        return [
          ...(atMs < expiresAtMs ? [] : [`${where}: posted after it expired`]),
          ...(taken > 0n && taken <= amount ? [] : [`${where}: ${taken} of ${amount} posted`]),
        ]
      }),
    ]
  })
}

/** Who alone may move accounts of a kind, in which direction. */
const flows = {
  escrow: { id: 'I12', in: ['escrow_fund'], out: ['escrow_release'] },
  order_held: { id: 'I12', in: ['order_capture', 'unknown_matched'], out: ['line_settle', 'order_refund'] },
  fund_pool: {
    ...{ id: 'I13', in: ['fund_top_up', 'fund_finalisation'] },
    out: ['fund_allocation', 'fund_finalisation'],
  },
  ad_pool: { id: 'I13', in: ['ad_settle'], out: ['ad_pool_split', 'invalid_traffic', 'fund_top_up'] },
  campaign_budget: { id: 'I14', in: ['budget_reserve'], out: ['budget_release', 'ad_settle'] },
} as const

const isFlow = (kind: string): kind is keyof typeof flows => Object.hasOwn(flows, kind)

/** I12, I13, I14: what is kept for a purpose is only used for it. */
const purposeFaults = ({ posted }: WholeBooks): string[] => {
  const faults: string[] = []
  for (const { template, txnId, legs } of posted) {
    for (const { account, side } of legs) {
      if (!isFlow(account.kind)) continue
      const flow = flows[account.kind]
      const allowed: readonly string[] = side === 'credit' ? flow.in : flow.out
      if (!allowed.includes(template)) faults.push(`${flow.id} ${nameOf(account)}: by ${template} ${txnId}`)
    }
  }
  return faults
}

/** I12, I13, I14: nothing is spent or promised of it that never came in. */
const overspent = ({ account, debits, credits, held }: AccountState): string[] =>
  isFlow(account.kind) && debits + held > credits
    ? [`${flows[account.kind].id} ${nameOf(account)}: ${debits} and ${held} of ${credits}`]
    : []

/** I6: what a gift moved is what was taken out of lots for it, so that each part of it knows its payment. */
const giftFaults = ({ posted, takes }: WholeBooks): string[] => {
  const sums = new Map<string, { value: bigint; coins: bigint; earned: bigint; diamonds: bigint }>()
  for (const { txnId, valueMicro, coins, payeeMicro, diamonds } of takes.values()) {
    const sum = sums.get(txnId) ?? { value: 0n, coins: 0n, earned: 0n, diamonds: 0n }
    sums.set(txnId, sum)
    sum.value += valueMicro
    sum.coins += coins
    sum.earned += payeeMicro
    sum.diamonds += diamonds
  }
  return posted.flatMap(({ template, txnId, legs }) => {
    if (template !== 'gift') return []
    const sum = sums.get(txnId)
    const isSum =
      -gainOf(legs, 'coin_float') === sum?.value &&
      gainOf(legs, 'c.burned') === sum.coins &&
      gainOf(legs, 'creator_pending') === sum.earned &&
      gainOf(legs, 'd.issued') === sum.diamonds
    return isSum ? [] : [`I6 gift ${txnId}: its legs are not what was taken out of lots`]
  })
}

/** I16: what we have and spent is what we owe and earned. */
const trialFaults = (whole: WholeBooks): string[] => {
  const sides = new Map<string, { debit: bigint; credit: bigint }>()
  for (const { account, debits, credits } of whole.accounts.values()) {
    const sum = sides.get(assetOf(account)) ?? { debit: 0n, credit: 0n }
    if (kindOf(account).side === 'debit') sum.debit += debits - credits
    else sum.credit += credits - debits
    sides.set(assetOf(account), sum)
  }
  return [...sides].flatMap(([asset, { debit, credit }]) =>
    debit === credit ? [] : [`I16 ${asset}: ${debit} beside ${credit}`],
  )
}

/** What must hold of how transfers belong together. */
export const flowFaultsOf = (whole: WholeBooks): string[] => {
  const settling = settlingOf(whole)
  return [
    ...keyFaults(whole),
    ...settledFaults(whole, settling),
    ...returnedFaults(whole),
    ...reversedFaults(whole, settling),
    ...holdFaults(whole),
    ...giftFaults(whole),
    ...purposeFaults(whole),
    ...[...whole.accounts.values()].flatMap(overspent),
    ...trialFaults(whole),
  ]
}
