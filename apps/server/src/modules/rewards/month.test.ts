import { beforeAll, describe, expect, test } from 'vitest'
import { sumOf } from '@busker/money'
import {
  adjustmentsOf,
  closePeriod,
  statementOf,
  statementText,
  verifyStatement,
  type ClosedPeriod,
  type PeriodToClose,
} from './index.ts'
import { chanceOf, makeMonth } from './test-month.ts'

const long = 240_000
const size = {
  seed: 20_261_001,
  creators: 400,
  viewers: 20_000,
  viewsPerViewer: 8,
  bots: 200,
  viewsPerBot: 300,
}

let month: PeriodToClose
let closed: ClosedPeriod
beforeAll(() => {
  month = makeMonth(size)
  closed = closePeriod(month)
}, long)

const textOf = (creatorId: string): string => statementText(statementOf(creatorId, closed))
const creatorNamed = (number: number): string => `creator-${String(number).padStart(7, '0')}`

describe('a month of 400 creators, 20,000 viewers and 200 bots', () => {
  test(
    'every statement verifies to the unit under one root, and all sum to the pool',
    { timeout: long },
    () => {
      let paid = 0n
      let views = 0
      for (const creatorId of closed.accounts.keys()) {
        const text = textOf(creatorId)
        const verified = verifyStatement(text, { root: closed.root })
        expect(verified).toMatchObject({ ok: true, creatorId, root: closed.root })
        // As JSON it is one document, for whoever verifies with a program of their own.
        const { lines } = JSON.parse(text) as { lines: [string, { kind: string; amountMicro: string }][] }
        const days = lines.filter(([, { kind }]) => kind === 'day')
        expect(sumOf(days.map(([, { amountMicro }]) => BigInt(amountMicro)))).toBe(verified.amountMicro)
        paid += verified.amountMicro ?? 0n
        views += closed.accounts.get(creatorId)?.views.length ?? 0
      }
      const { musicMicro, holdBackMicro } = closed.allocation.parts
      expect(musicMicro + holdBackMicro + paid).toBe(month.poolMicro)
      const inMonth = month.views.filter(({ startedMs }) => startedMs >= month.span.fromMs)
      expect(views).toBe(inMonth.length)
      expect(musicMicro).toBe(month.poolMicro / 7n)
    },
  )

  test('whatever the order of what it is told', { timeout: long }, () => {
    const turned = closePeriod({
      ...month,
      views: month.views.toReversed(),
      videos: month.videos.toReversed(),
      creators: month.creators.toReversed(),
      actions: month.actions.toReversed(),
      brought: new Map([...month.brought].toReversed()),
    })
    expect(turned.root).toBe(closed.root)
  })

  test('a changed fact in any statement is found, with its line', { timeout: long }, () => {
    const chance = chanceOf(7)
    for (let round = 0; round < 150; round += 1) {
      const rows = textOf(creatorNamed(Math.floor(chance() * size.creators))).split('\n')
      const end = rows.indexOf('],')
      const place = 3 + Math.floor(chance() * (end - 3))
      const row = rows[place] ?? ''
      // One digit of one value, at any place of the line behind the check digits.
      const digits = [...row.matchAll(/\d/g)].filter(({ index }) => index > 16)
      const digit = digits[Math.floor(chance() * digits.length)]
      if (digit === undefined) continue
      const other = String((Number(digit[0]) + 1 + Math.floor(chance() * 8)) % 10)
      rows[place] = row.slice(0, digit.index) + other + row.slice(digit.index + 1)
      const verified = verifyStatement(rows.join('\n'))
      expect(verified.ok, rows[place]).toBe(false)
      expect(verified.firstFault?.line, rows[place]).toBe(place + 1)
    }
  })
})

describe('the month becomes final', () => {
  test('what bots were counted for goes back, and the hold-back is shared again', { timeout: long }, () => {
    const views = month.views.map((view) => ({ ...view, isVoided: view.viewerId.startsWith('bot') }))
    const already = new Map([...closed.accounts].map(([id, { amountMicro }]) => [id, amountMicro]))
    const final = closePeriod({ ...month, views, isFinal: true, already })
    const { creators, fromPoolMicro } = adjustmentsOf(closed, final)
    expect(fromPoolMicro).toBe(closed.allocation.parts.holdBackMicro)
    expect(sumOf(creators.map(({ amountMicro }) => amountMicro))).toBe(fromPoolMicro)
    const botted = new Set(
      final.accounts
        .values()
        .filter((account) => account.views.some(({ fact }) => fact.isVoided))
        .map(({ creatorId }) => creatorId),
    )
    expect(botted.size).toBeGreaterThan(0)
    expect(creators.some(({ creatorId, amountMicro }) => botted.has(creatorId) && amountMicro < 0n)).toBe(
      true,
    )
    // Nobody else loses anything by what others did.
    for (const { creatorId, amountMicro } of creators)
      if (!botted.has(creatorId)) expect(amountMicro > 0n).toBe(true)
    for (const { creatorId, amountMicro } of creators.slice(0, 40)) {
      const statement = statementOf(creatorId, final)
      expect(verifyStatement(statementText(statement), { root: final.root }).ok).toBe(true)
      expect(statement.lines.at(-1)).toMatchObject({ kind: 'total', nowMicro: `${amountMicro}` })
    }
  })
})
