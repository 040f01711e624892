import { createContext, useCallback, useContext } from 'react'
import { assert } from '#shared/assert'
import type { ActionReporter } from './action-reporter.ts'
import type { Facts } from './create-facts.ts'
import { withinMs } from './within.ts'

interface FactParts {
  readonly actions: ActionReporter
  readonly facts: Pick<Facts, 'flush'>
}

export const FactServices = createContext<FactParts | null>(null)

const useFactParts = (): FactParts => {
  const parts = useContext(FactServices)
  assert(parts !== null, 'FactServices must be provided by the entry')
  return parts
}

/** Tells actions that only the app knows, such as a landing by a shared address. */
export const useActionReporter = (): ActionReporter => useFactParts().actions

/** Longer than this nobody waits for a page because of facts: what is late counts for the page after. */
const longestWaitMs = 300

/** Sends what was done until now, so that what is asked next can know it. */
export const useSendFacts = (): (() => Promise<void>) => {
  const { facts } = useFactParts()
  return useCallback(() => withinMs(longestWaitMs, facts.flush({ keepalive: false })), [facts])
}
