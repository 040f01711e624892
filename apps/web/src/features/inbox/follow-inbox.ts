import type { InboxState, RealtimeMessage } from '@busker/contract'
import type { QueryClient } from '@tanstack/react-query'

export const inboxKeys = {
  state: ['inbox-state'] as const,
  list: ['inbox'] as const,
}

/** Whether a message tells of something that what is shown does not hold yet. After a gap everything may be new. */
export const isNews = (
  shown: { readonly version: number } | undefined,
  message: RealtimeMessage,
): boolean => {
  if (message.type === 'reset') return true
  if (message.type !== 'notification.changed') return false
  return shown === undefined || message.version > shown.version
}

/** What was answered, unless something newer is shown already: two answers may arrive in the other order. */
export const newerOf = <Answer extends { readonly version: number }>(
  shown: Answer | undefined,
  answered: Answer,
): Answer => (shown !== undefined && shown.version > answered.version ? shown : answered)

/** Of pages that were read one after the other: who moved up in between stands where it was seen first. */
export const eachOnce = <Group extends { readonly groupId: string }>(
  pages: readonly { readonly groups: readonly Group[] }[],
): Group[] => {
  const seen = new Set<string>()
  return pages.flatMap(({ groups }) =>
    groups.filter(({ groupId }) => !seen.has(groupId) && seen.add(groupId)),
  )
}

type Listen = (listener: (message: RealtimeMessage) => void) => () => void

/**
 * A reading under way may have begun before the change: it is given up, and another one begins. Giving it up is said,
 * because the first reading of all would otherwise go on and count as new.
 */
const readAnew = async (client: QueryClient, queryKey: readonly string[]): Promise<void> => {
  await client.cancelQueries({ queryKey })
  await client.invalidateQueries({ queryKey })
}

/**
 * Reads anew what is shown whenever there is a newer version. Messages say only that: so one that is lost, doubled or late
 * can neither hide a notice nor show one twice. Whoever uses it listens first and reads then.
 */
export const followInbox = (client: QueryClient, listen: Listen): (() => void) =>
  listen((message) => {
    const state = client.getQueryData<InboxState>(inboxKeys.state)
    if (isNews(state, message)) void readAnew(client, inboxKeys.state)
    // One may hold already what the other does not. The first page is the oldest.
    const list = client.getQueryData<{ pages: { version: number }[] }>(inboxKeys.list)
    if (isNews(list?.pages[0], message)) void readAnew(client, inboxKeys.list)
  })
