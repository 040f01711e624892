import type { Action } from '@busker/contract'

export type Surface = Action['surface']

/** Where it was done and in which time zone the person is: what every action tells along, for the facts. */
export const told = (surface: Surface): { surface: Surface; timeZone: string } => ({
  surface,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
})
