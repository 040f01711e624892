import type { InboxState, RealtimeMessage } from '@busker/contract'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eachOnce, followInbox, inboxKeys, isNews, newerOf } from './follow-inbox.ts'

interface Group {
  readonly groupId: string
  readonly version: number
}
interface Page {
  readonly groups: readonly Group[]
  readonly next: number | null
  /** Of the inbox, read before the groups. */
  readonly version: number
}

const pageSize = 2

/** An inbox as the server keeps it: every change has the next version, and a group that something is added to comes up. */
const createServer = () => {
  const groups = new Map<string, number>()
  let [version, seen] = [0, 0]
  const rows = (): Group[] =>
    [...groups]
      .map(([groupId, at]) => ({ groupId, version: at }))
      .toSorted((one, other) => other.version - one.version)
  return {
    change: (groupId: string, kind: 'add' | 'remove' | 'see'): number => {
      version += 1
      if (kind === 'see') seen = version
      else if (kind === 'add') groups.set(groupId, version)
      else groups.delete(groupId)
      return version
    },
    state: (): InboxState => ({
      ...{ version, isQuiet: false },
      unread: rows().filter((group) => group.version > seen).length,
    }),
    rows,
    page: (before: number | null): Page => {
      const left = rows().filter((group) => before === null || group.version < before)
      const shown = left.slice(0, pageSize)
      return { version, groups: shown, next: left.length > pageSize ? (shown.at(-1)?.version ?? null) : null }
    },
  }
}

type Act =
  | {
      readonly do: 'add' | 'remove' | 'see'
      readonly group: string
      readonly fate: 'told' | 'lost' | 'twice'
    }
  | { readonly do: 'answer' }
  | { readonly do: 'mark' }

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('add' as const, 'add' as const, 'remove' as const, 'see' as const),
      group: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      fate: fc.constantFrom('told' as const, 'told' as const, 'lost' as const, 'twice' as const),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'answer' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'mark' as const }) },
)

const mostRounds = 100

/** Until nothing is under way: what a reading leads to begins some steps of the machine later. */
const settle = async (scheduler: fc.Scheduler): Promise<void> => {
  for (let rounds = 0; rounds < mostRounds; rounds += 1) {
    await new Promise((resolve) => void setTimeout(resolve))
    if (scheduler.count() === 0) return
    await scheduler.waitIdle()
  }
}

/**
 * One page that is open: its queries read through a network that answers when it is told to, in any order, and messages
 * arrive late, twice or never. What was lost is followed by a `reset`, as it is when the connection comes back.
 */
const play = async (scheduler: fc.Scheduler, acts: readonly Act[]) => {
  const server = createServer()
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } })
  let tell: (message: RealtimeMessage) => void = () => undefined
  const read = <Answer>(what: () => Answer): Promise<Answer> =>
    // On its way there and on its way back everything else may happen.
    scheduler.schedule(Promise.resolve(), 'asked').then(() => {
      const answer = what()
      return scheduler.schedule(Promise.resolve(), 'answered').then(() => answer)
    })
  const stop = followInbox(client, (listener) => {
    tell = listener
    return () => undefined
  })
  const state = new QueryObserver<InboxState>(client, {
    queryKey: inboxKeys.state,
    queryFn: async () => {
      const answer = await read(() => server.state())
      return newerOf(client.getQueryData<InboxState>(inboxKeys.state), answer)
    },
  })
  const list = new QueryObserver<{ pages: Page[] }>(client, {
    queryKey: inboxKeys.list,
    queryFn: async ({ signal }) => {
      const pages: Page[] = []
      for (let before: number | null | undefined; before !== null && !signal.aborted;) {
        const page: Page = await read(() => server.page(before ?? null))
        pages.push(page)
        before = page.next
      }
      return { pages }
    },
  })
  const versions: number[] = []
  const leave = [
    state.subscribe(({ data }) => void (data && versions.push(data.version))),
    list.subscribe(() => undefined),
  ]
  const hear = (message: RealtimeMessage) =>
    void scheduler.schedule(Promise.resolve(), 'message').then(() => tell(message))
  let hasGap = false
  for (const one of acts) {
    if (one.do === 'answer') await (scheduler.count() > 0 ? scheduler.waitOne() : null)
    else if (one.do === 'mark') {
      const marked = server.state()
      const known = read(() => marked)
      void known.then((answer) =>
        client.setQueryData<InboxState>(inboxKeys.state, (shown) => newerOf(shown, answer)),
      )
    } else {
      const version = server.change(one.group, one.do)
      const message = { type: 'notification.changed' as const, version, unread: server.state().unread }
      if (one.fate === 'lost') hasGap = true
      else for (let times = one.fate === 'twice' ? 2 : 1; times > 0; times -= 1) hear(message)
    }
  }
  if (hasGap) hear({ type: 'reset' })
  await settle(scheduler)
  const shown = { state: state.getCurrentResult().data, list: list.getCurrentResult().data?.pages ?? [] }
  for (const end of [stop, ...leave]) end()
  client.clear()
  return { server, shown, versions }
}

test('law: whatever arrives when, the badge ends as the server counts, and every notice is there once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(act, { maxLength: 14 }), async (scheduler, acts) => {
      const { server, shown, versions } = await play(scheduler, acts)
      expect(shown.state).toEqual(server.state())
      expect(eachOnce(shown.list).map(({ groupId }) => groupId)).toEqual(
        server.rows().map(({ groupId }) => groupId),
      )
      // It never goes back to what was before.
      expect(versions).toEqual(versions.toSorted((one, other) => one - other))
    }),
    { numRuns: 150 },
  )
})

test('law: pages read at different times show every group once, where it stands first', () => {
  const page = fc.record({ groups: fc.array(fc.record({ groupId: fc.constantFrom('a', 'b', 'c', 'd') })) })
  fc.assert(
    fc.property(fc.array(page), (pages) => {
      const all = pages.flatMap(({ groups }) => groups.map(({ groupId }) => groupId))
      expect(eachOnce(pages).map(({ groupId }) => groupId)).toEqual([...new Set(all)])
    }),
  )
})

test('news is what is newer, and everything after a gap', () => {
  const changed = (version: number) => ({ type: 'notification.changed' as const, version, unread: 1 })
  expect(isNews(undefined, changed(0))).toBe(true)
  expect(isNews({ version: 3 }, changed(3))).toBe(false)
  expect(isNews({ version: 3 }, changed(4))).toBe(true)
  expect(isNews({ version: 3 }, { type: 'reset' })).toBe(true)
  expect(isNews(undefined, { type: 'earnings.changed' })).toBe(false)
})
