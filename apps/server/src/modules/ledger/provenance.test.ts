import { expect, test } from 'vitest'
import { memoryEngine } from './memory-engine.ts'
import { ledgerRules } from './rules/ledger-rules.ts'
import { counterfactualOf } from './test-counterfactual.ts'
import { type MakeMemory, runHistory } from './test-histories.ts'

const [seeds, steps] = [16, 3000]

/** Lots whose payment was lost, in random histories. */
const lostIn = (make: MakeMemory) =>
  Array.from({ length: seeds }, (_, at) =>
    runHistory({ seed: at + 1, steps, make, unwatched: true }),
  ).flatMap(({ engine: { whole } }) => {
    const disputes = new Map(whole.posted.map(({ txnId, terms }) => [txnId, terms['lotId'] ?? '']))
    const lost = whole.posted.flatMap(({ template, settles }) =>
      template === 'dispute_lost' ? [disputes.get(settles?.txnId ?? '') ?? ''] : [],
    )
    return [...new Set(lost)].flatMap((lotId) => {
      const lot = whole.lots.get(lotId)
      return lot === undefined ? [] : [{ whole, lot }]
    })
  })

test('a lost payment leaves the books as if it had never been, but for what is declared', () => {
  const lost = lostIn(memoryEngine)
  expect(lost.length).toBeGreaterThan(100)
  const given = lost.filter(({ whole, lot }) =>
    [...whole.takes.values()].some(({ lotId }) => lotId === lot.lotId),
  )
  expect(given.length).toBeGreaterThan(30)
  for (const { whole, lot } of lost) {
    const { faults, lossMicro } = counterfactualOf(whole, lot)
    expect(faults, lot.lotId).toEqual([])
    // What the house had earned by the payment is what it lost with it: there is nothing else.
    expect(lossMicro).toBe(0n)
  }
})

test('it would be seen if a creator kept what a lost payment paid for', () => {
  const lenient: MakeMemory = (given) =>
    memoryEngine({
      ...given,
      rules: {
        ...ledgerRules,
        planTransfer: (transfer, books, occasion) => {
          const plan = ledgerRules.planTransfer(transfer, books, occasion)
          if ('refused' in plan || transfer.template !== 'dispute_lost') return plan
          const legs = plan.legs.map((leg) =>
            leg.account.kind === 'recv'
              ? {
                  ...leg,
                  account: { kind: 'chargeback_loss' as const, currency: leg.account.currency, owner: '' },
                }
              : leg,
          )
          return { ...plan, legs }
        },
      },
    })
  const faults = lostIn(lenient).flatMap(({ whole, lot }) => counterfactualOf(whole, lot).faults)
  expect(faults.some((fault) => fault.startsWith('creator_available less recv'))).toBe(true)
})
