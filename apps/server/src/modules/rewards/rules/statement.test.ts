import { beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '#platform/digest'
import { chanceOf, makeMonth } from '../test-month.ts'
import { closePeriod } from './close-period.ts'
import type { ClosedPeriod } from './closed-period.ts'
import { statementOf, statementText } from './statement.ts'
import { writeStatement, type LineKind, type LineOf, type StatementLine } from './statement-lines.ts'
import { verifyStatement, type Verification } from './verify-statement.ts'

const size = { seed: 3, creators: 20, viewers: 300, viewsPerViewer: 12, bots: 3, viewsPerBot: 200 }
const creatorId = 'creator-0000000'

let closed: ClosedPeriod
let lines: readonly StatementLine[]
beforeAll(() => {
  closed = closePeriod(makeMonth(size))
  lines = statementOf(creatorId, closed).lines
})

const proof = () => statementOf(creatorId, closed).proof
/** The line of the file on which a line of the statement stands. */
const fileLine = (place: number): number => place + 4

/** A statement in which one line says something else, with check digits that fit. */
const forge = <Kind extends LineKind>(
  kind: Kind,
  change: (line: LineOf<Kind>) => Partial<LineOf<Kind>> | null,
): { place: number; verified: Verification } => {
  let place = -1
  const forged = lines.map((line, index) => {
    if (line.kind !== kind || place >= 0) return line
    const changed = change(line as LineOf<Kind>)
    if (changed === null) return line
    place = index
    return { ...line, ...changed }
  })
  expect(place).toBeGreaterThanOrEqual(0)
  return { place, verified: verifyStatement(writeStatement(forged, proof())) }
}

describe('a statement', () => {
  test('is one document, written in one way, and the same each time', () => {
    const text = statementText(statementOf(creatorId, closed))
    expect(JSON.parse(text)).toMatchObject({ format: 'busker-fund-statement/1' })
    expect(statementText(statementOf(creatorId, closePeriod(makeMonth(size))))).toBe(text)
    expect(verifyStatement(text).ok).toBe(true)
    for (const other of [
      `${text} `,
      text.replace('"path":', '"path": '),
      text.replace(/\n/g, '\r\n'),
      '',
      '{}',
    ])
      expect(verifyStatement(other)).toMatchObject({
        ok: false,
        creatorId: null,
        firstFault: { check: 'form' },
      })
  })

  test('names neither a viewer nor another creator, nor when somebody watched', () => {
    const text = statementText(statementOf(creatorId, closed))
    expect(text).not.toMatch(/viewer-\d|bot-\d|startedMs|view-\d/)
    expect([...text.matchAll(/creator-\d+/g)].map(([found]) => found)).toEqual([creatorId])
    // Two creators cannot lay their viewers beside each other.
    const keysOf = (id: string) =>
      statementOf(id, closed).lines.flatMap((line) => (line.kind === 'viewer' ? [line.viewer] : []))
    const others = new Set(keysOf('creator-0000001'))
    expect(keysOf(creatorId).some((key) => others.has(key))).toBe(false)
    expect(closed.viewers.size).toBeGreaterThan(0)
  })
})

describe('a forged statement, its check digits made to fit, is found where it', () => {
  test('takes a view away', () => {
    const { place, verified } = forge('view', ({ result }) =>
      result === 'qualified' ? { result: 'suspected_traffic' } : null,
    )
    expect(verified.firstFault).toMatchObject({ check: 'verdicts', line: fileLine(place) })
  })
  test('says that less was watched', () => {
    const { place, verified } = forge('view', ({ result }) =>
      result === 'qualified' ? { visibleMs: 4000, uniqMs: 4000 } : null,
    )
    expect(verified.firstFault).toMatchObject({ check: 'verdicts', line: fileLine(place) })
  })
  test('lowers a factor', () => {
    const { place, verified } = forge('day', ({ playingBps }) => ({ playingBps: playingBps - 1 }))
    expect(verified.firstFault).toMatchObject({ check: 'factors', line: fileLine(place) })
  })
  test('counts the rejected otherwise', () => {
    const { place, verified } = forge('day', ({ rejected }) => ({ rejected: { ...rejected, paid: 99 } }))
    expect(verified.firstFault).toMatchObject({ check: 'factors', line: fileLine(place) })
  })
  test('gives a view less under the cap', () => {
    const { place, verified } = forge('view', ({ result }) =>
      result === 'qualified' ? { cappedPpm: '1' } : null,
    )
    expect(verified.firstFault).toMatchObject({ check: 'caps', line: fileLine(place) })
  })
  test('gives a viewer less weight than their views here have', () => {
    const { verified } = forge('viewer', ({ weightPpm }) => (weightPpm === '0' ? null : { weightPpm: '1' }))
    expect(verified.checks.find(({ id }) => id === 'caps')?.ok).toBe(false)
  })
  test('keeps more back', () => {
    const { place, verified } = forge('pool', ({ holdBackMicro }) => ({
      holdBackMicro: `${BigInt(holdBackMicro) + 1n}`,
    }))
    expect(verified.firstFault).toMatchObject({ check: 'pool', line: fileLine(place) })
  })
  test('moves one unit from a day to nobody', () => {
    const { place, verified } = forge('day', ({ amountMicro, proRataMicro }) =>
      proRataMicro === '0'
        ? null
        : { amountMicro: `${BigInt(amountMicro) - 1n}`, proRataMicro: `${BigInt(proRataMicro) - 1n}` },
    )
    expect(verified.firstFault).toMatchObject({ check: 'amounts', line: fileLine(place) })
  })
  test('adds up otherwise', () => {
    const { place, verified } = forge('total', ({ nowMicro }) => ({ nowMicro: `${BigInt(nowMicro) - 1n}` }))
    expect(verified.firstFault).toMatchObject({ check: 'total', line: fileLine(place) })
  })
  test('says that a viewer brought nothing: amounts, and the root', () => {
    const { verified } = forge('viewer', ({ broughtMicro }) =>
      broughtMicro === '0' ? null : { broughtMicro: '0' },
    )
    expect(verified.checks.filter(({ ok }) => !ok).map(({ id }) => id)).toContain('tree')
    expect(verified.ok).toBe(false)
  })
  test('leaves a view out, or tells a day twice', () => {
    const at = lines.findIndex((line) => line.kind === 'view' && line.result === 'qualified')
    const dayAt = lines.findIndex(({ kind }) => kind === 'day')
    const without = writeStatement(lines.toSpliced(at, 1), proof())
    expect(verifyStatement(without).checks.find(({ id }) => id === 'factors')?.ok).toBe(false)
    const doubled = writeStatement([...lines.slice(0, dayAt + 1), ...lines.slice(dayAt)], proof())
    expect(verifyStatement(doubled).firstFault).toMatchObject({ check: 'factors', line: fileLine(dayAt + 1) })
  })
})

test('whatever number of a line is another one, with check digits that fit: not right, and never a crash', () => {
  const rows = statementText(statementOf(creatorId, closed)).split('\n')
  const chance = chanceOf(99)
  const places = lines.flatMap(({ kind }, place) => (kind === 'view' ? [] : [fileLine(place) - 1]))
  for (let round = 0; round < 200; round += 1) {
    const place = places[Math.floor(chance() * places.length)] ?? 3
    const row = rows[place] ?? ''
    const json = row.slice(row.indexOf('{'), row.lastIndexOf('}') + 1)
    const numbers = [...json.matchAll(/(?<=[:"])\d+(?=[",}])/g)]
    const number = numbers[Math.floor(chance() * numbers.length)]
    if (number === undefined) continue
    const other = String(Math.floor(chance() * 3) * (Number(number[0]) + 1))
    if (other === number[0]) continue
    const changed = json.slice(0, number.index) + other + json.slice(number.index + number[0].length)
    const forged = `["${sha256(changed).slice(0, 12)}",${changed}]${row.endsWith(',') ? ',' : ''}`
    expect(verifyStatement(rows.with(place, forged).join('\n')).ok, forged).toBe(false)
  }
})

describe('a statement that is right in itself', () => {
  test('but of other terms, belongs to another root', () => {
    const other = closePeriod({
      ...makeMonth(size),
      terms: { ...closed.terms, split: { ...closed.terms.split, proRataBps: 4000 } },
    })
    const text = statementText(statementOf(creatorId, other))
    expect(verifyStatement(text).ok).toBe(true)
    expect(verifyStatement(text, { root: other.root.toUpperCase() }).ok).toBe(true)
    expect(verifyStatement(text, { root: closed.root })).toMatchObject({
      ok: false,
      firstFault: { check: 'root' },
    })
  })

  test('and pays this creator at the cost of another, breaks the sum of the tree', () => {
    const statement = statementOf(creatorId, closed)
    const path = statement.proof.path.map((sibling, index) =>
      index === 0 ? { ...sibling, amountMicro: `${BigInt(sibling.amountMicro) + 1n}` } : sibling,
    )
    const verified = verifyStatement(writeStatement(lines, { ...statement.proof, path }))
    expect(verified.checks.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual(['tree'])
  })
})
