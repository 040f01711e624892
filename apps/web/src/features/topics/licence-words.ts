import type { SoundLicence } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** On what ground a sound is offered, in the order in which it is chosen from. */
export const licenceWords = (): readonly (readonly [SoundLicence, MessageDescriptor])[] => [
  ['original', msg`Made by its author`],
  ['public_domain', msg`Public domain`],
  ['cc_by', msg`Creative Commons BY`],
  ['cc_by_sa', msg`Creative Commons BY-SA`],
  ['cc_by_nc', msg`Creative Commons BY-NC`],
  ['contract', msg`By contract with its holder`],
]
