import type { ClientAction } from '@busker/contract'
import { expect, test } from 'vitest'
import { memoryStorage } from '#shared/storage'
import { createActionReporter } from './action-reporter.ts'

const start = (storage = memoryStorage()) => {
  const told: ClientAction[] = []
  const time = { ms: 1_000_000 }
  const reporter = createActionReporter(
    { report: (event) => void told.push(event) },
    {
      storage,
      nowMs: () => time.ms,
      isoTime: (ms) => new Date(ms).toISOString(),
      uuid: () => `event-${told.length}`,
    },
  )
  return { told, time, reporter, storage }
}

test('coming to the foreground is told every 30 s at most, in all tabs together', () => {
  const { told, time, reporter, storage } = start()
  reporter.opened()
  time.ms += 29_999
  reporter.opened()
  expect(told).toHaveLength(1)
  const otherTab = start(storage)
  otherTab.reporter.opened()
  expect(otherTab.told).toHaveLength(0)
  time.ms += 1
  reporter.opened()
  expect(told).toHaveLength(2)
  expect(told[0]).toEqual({
    ...{ eventId: 'event-0', kind: 'app_open', surface: 'other', clientTime: '1970-01-01T00:16:40.000Z' },
  })
})

test('a clock that was set back does not silence the app', () => {
  const { told, time, reporter } = start()
  reporter.opened()
  time.ms -= 500_000
  reporter.opened()
  expect(told).toHaveLength(2)
})

test('a landing and a rating say what they are about', () => {
  const { told, reporter } = start()
  reporter.shareLanding({ postId: 'post', shareToken: 'token', surface: 'post' })
  reporter.rated({ postId: null, value: 5, surface: 'feed' })
  expect(told).toMatchObject([
    { kind: 'share_landing', postId: 'post', shareToken: 'token', surface: 'post' },
    { kind: 'rating', postId: null, value: 5, surface: 'feed' },
  ])
})
