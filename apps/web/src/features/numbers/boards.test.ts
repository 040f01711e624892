import { assertPaired, catalog } from '@busker/metrics'
import { describe, expect, test } from 'vitest'
import { metricsOf, platformBoard, studioBoard } from './boards.ts'

describe.each([
  ['the platform', platformBoard, 'platform'],
  ['a creator', studioBoard, 'author'],
] as const)('the board of %s', (_name, board, scope) => {
  const known = new Map(catalog().map((metric) => [metric.id, metric]))

  test('shows numbers that exist and are asked of it', () => {
    for (const id of metricsOf(board)) expect(known.get(id)?.scopes ?? [], id).toContain(scope)
  })

  test('shows no vanity number without its pairs', () => {
    for (const { id, metrics } of board.groups) expect(assertPaired(metrics, catalog()), id).toEqual([])
  })
})
