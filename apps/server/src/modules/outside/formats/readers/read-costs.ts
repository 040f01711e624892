import type { Cost } from '../../rules/rows.ts'
import { readCreator } from '../values/identifiers.ts'
import { costOf, perOf } from '../values/words.ts'
import type { Line } from './line.ts'
import type { Reader, ReaderContext } from './reader.ts'

/** Costs hold always when no days are given. */
const always = { from: '1970-01-01', to: '9999-12-31' }

/** Lines of the cost sheet. */
export const costReader = (context: ReaderContext): Reader => {
  const read = (line: Line): Cost[] => {
    const costText = line.text('cost')
    const perText = line.text('per')
    const cost = costOf(context.explain(costText) ?? costText)
    const per = perOf(context.explain(perText) ?? perText)
    if (cost === null) line.refuse('unknown_status', 'cost')
    if (per === null) line.refuse('unknown_status', 'per')
    const amount = line.amount('amount')
    if (amount === null) line.refuse('not_an_amount', 'amount')
    return [
      {
        kind: 'cost',
        cost: cost ?? 'other',
        sku: line.optionalId('sku') ?? '',
        creator: readCreator(line.text('creator')),
        videoId: line.optionalId('videoId') ?? '',
        campaign: line.words('campaign'),
        per: per ?? 'total',
        currency: line.currency(),
        amountMicro: amount ?? 0n,
        from: line.day('from') ?? always.from,
        to: line.day('to') ?? always.to,
        note: line.words('note'),
      },
    ]
  }
  return { read }
}
