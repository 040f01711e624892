import { sum } from '../aggregate.ts'
import { moneySource } from '../money.ts'
import { facts } from '../table.ts'
import { scaled, type Value } from '../value.ts'

/** What the definitions of the house's money share. */

/** A part is 10⁻⁴ of the smallest unit of the currency, in which numbers are told. */
const partsOfUnit = 10_000

/** Movements inside the window. */
export const movements = () => facts(moneySource).inWindow('localDate')

/** A sum of parts as money. */
export const asMoney = (parts: Value): Value => scaled(parts, partsOfUnit)

export const netRevenue = (): Value => movements().value(({ platformParts }) => sum(platformParts))
