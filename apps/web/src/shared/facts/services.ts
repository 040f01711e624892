import { createContext, useContext } from 'react'
import { assert } from '#shared/assert'
import type { ActionReporter } from './action-reporter.ts'

export const FactServices = createContext<ActionReporter | null>(null)

/** Tells actions that only the app knows, such as a landing by a shared address. */
export const useActionReporter = (): ActionReporter => {
  const reporter = useContext(FactServices)
  assert(reporter !== null, 'FactServices must be provided by the entry')
  return reporter
}
