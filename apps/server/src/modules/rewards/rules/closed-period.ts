import type { Micro } from '@busker/money'
import type { Allocation, CreatorShare } from './allocate.ts'
import type { Blinding } from './blind.ts'
import type { JudgedView } from './judge-period.ts'
import type { StatementLine } from './statement-lines.ts'
import type { SumTree } from './sum-tree.ts'
import type { FundTerms } from './terms.ts'
import type { FundVideo } from './view-facts.ts'
import type { VideoDay } from './weigh.ts'

/** What a creator is paid, and all that it stands on. */
export interface Account {
  readonly creatorId: string
  readonly salt: string
  readonly creatorKey: string
  readonly videos: readonly FundVideo[]
  readonly views: readonly JudgedView[]
  readonly share: CreatorShare | null
  readonly qualified: number
  readonly amountMicro: Micro
  readonly alreadyMicro: Micro
}

/** A period as it was closed. */
export interface ClosedPeriod extends Blinding {
  /** The lines that every creator is told alike. */
  readonly head: readonly StatementLine[]
  readonly terms: FundTerms
  readonly allocation: Allocation
  readonly accounts: ReadonlyMap<string, Account>
  readonly days: ReadonlyMap<string, VideoDay>
  /** What all qualified views of each viewer weigh, before the cap. */
  readonly viewers: ReadonlyMap<string, bigint>
  readonly brought: ReadonlyMap<string, Micro>
  readonly tree: SumTree
  /** To be published. */
  readonly root: string
}
