/**
 * What comes from outside the facts: dated tables that an operator uploads, each with its source. Their numbers meet
 * those of the engine only at the end, in TypeScript.
 */

/** A list names the words that a cell may be. */
export type ReferenceColumn =
  | 'date'
  | 'month'
  /** Two capital letters (ISO 3166), or `*` for all countries together. */
  | 'country'
  /** A whole number from 0. */
  | 'integer'
  /** From 0 to 1. */
  | 'share'
  | 'word'
  /** `yes` or `no`. */
  | 'flag'
  /** Three capital letters (ISO 4217), the same in every line: amounts of two currencies are never added. */
  | 'currency'
  | readonly string[]

export interface ReferenceTable {
  readonly columns: Readonly<Record<string, ReferenceColumn>>
  /** Two lines of one file may not be the same in these. Empty: each line is a thing of its own. */
  readonly key: readonly string[]
  /** Of a level (a population, a panel): so many days after its date it says nothing any more. */
  readonly usableDays: number
  /** Why there is no number while the table is not there. */
  readonly needs: string
  /** Why there is no number although it is there. */
  readonly lacks: string
}

/** Every table there is. What is not in this list cannot be uploaded. */
export const referenceTables = {
  online_population: {
    columns: { date: 'date', country: 'country', persons: 'integer' },
    key: ['date', 'country'],
    // Such counts are made once a year and told a year later.
    usableDays: 800,
    needs: 'It needs a dated table of the online population by country.',
    lacks: 'The table of the online population has no row for it; the row of all countries is "*".',
  },
  market_panel: {
    columns: { month: 'month', country: 'country', persons: 'integer', confidence: 'share' },
    key: ['month', 'country'],
    usableDays: 100,
    needs: 'It needs a dated market panel.',
    lacks: 'The market panel has no row of the last months for it; the row of all countries is "*".',
  },
  mentions: {
    columns: {
      date: 'date',
      category: 'word',
      brand: 'word',
      label: ['positive', 'neutral', 'negative'],
      audited: 'flag',
    },
    key: [],
    usableDays: 0,
    needs: 'It needs a sample of mentions with human labels.',
    lacks: 'The sample of mentions has none in this time; this place is the brand "us".',
  },
  app_installs: {
    columns: { date: 'date', store: 'word', installs: 'integer' },
    key: ['date', 'store'],
    usableDays: 0,
    needs: 'It needs the install reports of the app stores; a web page is not installed.',
    lacks: 'The install reports leave out days of this time.',
  },
  cost_sheet: {
    columns: {
      month: 'month',
      kind: ['infrastructure', 'moderation', 'payment'],
      amount_minor: 'integer',
      currency: 'currency',
    },
    key: ['month', 'kind'],
    usableDays: 0,
    needs: 'It needs the cost sheet of the operator.',
    lacks: 'The cost sheet leaves out months of this time.',
  },
} as const satisfies Readonly<Record<string, ReferenceTable>>

export type ReferenceTableId = keyof typeof referenceTables

/** In the order in which they are shown. */
export const referenceTableIds = Object.keys(referenceTables) as readonly ReferenceTableId[]

/** A line of a table, or several that are the same. */
export interface ReferenceRow {
  /** The day that it is about; of a table by month the first of the month. */
  readonly date: string
  /** How many lines of the file it stands for. */
  readonly times: number
  readonly cells: Readonly<Record<string, string | number>>
}

/** Rows of the tables that are there, bound into a question as plain data. */
export type References = Readonly<Partial<Record<ReferenceTableId, readonly ReferenceRow[]>>>

/**
 * One number of a table. latest: the rows of its newest date up to the last day asked about. sampled: all rows of those
 * days. daily: the same, and missing when a day has none. monthly: each month's amount by the share of its days that
 * are asked about, and missing when a month has none.
 *
 * A table by country answers about a country when the question is taken apart by country, else about all (`*`).
 */
export interface Reference {
  readonly kind: 'reference'
  readonly table: ReferenceTableId
  readonly read: 'latest' | 'sampled' | 'daily' | 'monthly'
  /** The column that is added up; null: lines are counted. */
  readonly sum: string | null
  /** Only lines whose cell is one of these words. */
  readonly where: Readonly<Record<string, readonly string[]>>
}

/** A number of a reference table, for use beside numbers of the facts. */
export const reference = (
  table: ReferenceTableId,
  { read, sum = null, where = {} }: Pick<Reference, 'read'> & Partial<Pick<Reference, 'sum' | 'where'>>,
): Reference => ({ kind: 'reference', table, read, sum, where })
