import { expect, test } from 'vitest'
import { actionSource } from './action.ts'
import { count, least, sum } from './aggregate.ts'
import { and, gt, is, plus } from './expression.ts'
import { facts } from './table.ts'
import { viewSource } from './view.ts'

const views = facts(viewSource)
const actions = facts(actionSource)
const firstActions = actions.group(['personId', 'postId'], ({ occurredAt }) => ({
  firstMs: least(occurredAt),
}))

test('a join to a table with one row for each key compiles', () => {
  const joined = views.lookUp(
    firstActions,
    ({ viewerId, postId }) => ({ personId: viewerId, postId }),
    'hasActed',
  )
  expect(joined.types).toMatchObject({ firstMs: 'integer', hasActed: 'boolean', visibleMs: 'integer' })
})

test('a join that would multiply rows does not compile', () => {
  // @ts-expect-error actions are not grouped: a person may have done many things
  expect(() => views.lookUp(actions, () => ({}), 'hasActed')).toThrow(TypeError)
  // @ts-expect-error the key is person and post, and only the person is given
  expect(() => views.lookUp(firstActions, ({ viewerId }) => ({ personId: viewerId }), 'hasActed')).toThrow(
    'must name every key',
  )
  // @ts-expect-error a person is a text, not a number
  views.lookUp(firstActions, ({ visibleMs, postId }) => ({ personId: visibleMs, postId }), 'hasActed')
})

test('columns of two tables do not mix', () => {
  // @ts-expect-error one condition over columns of two sources
  and(gt(views.column.visibleMs, 1), gt(actions.column.value, 1))
  // @ts-expect-error views are narrowed by a column of actions
  views.where(is(actions.column.kind, 'like'))
  // @ts-expect-error a sum over actions is not a number of views
  views.value(sum(actions.column.value))
  // @ts-expect-error a grouped table has other columns than its rows
  actions.group(['personId'], () => ({ times: count() })).where(gt(actions.column.value, 1))
  // @ts-expect-error a text is not a number
  plus(actions.column.kind, 1)
  expect(views.where(gt(views.column.visibleMs, 1)).types).toBe(views.types)
})

test('a column is not made twice: an alias would hide the other one', () => {
  expect(() => views.derive(({ visibleMs }) => ({ uniqMs: plus(visibleMs, 1) }))).toThrow('is there already')
})
