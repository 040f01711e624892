import { z } from 'zod'
import { currencyCode } from './clients.ts'
import { endpoint } from './endpoint.ts'
import { importRefusalCatalog } from './import-refusals.ts'
import { author } from './posts.ts'
import { clientId, emptyResponse, importId, isoDate, isoTime } from './shapes.ts'

export { importRefusalCatalog }
export type ImportRefusalCode = keyof typeof importRefusalCatalog
export const importRefusalCodes = Object.keys(importRefusalCatalog) as [
  ImportRefusalCode,
  ...ImportRefusalCode[],
]

/** Reasons why one line is refused; the others of its file are taken. */
export const lineRefusalCatalog = {
  id_lost_digits:
    'A spreadsheet program rounded this id. Export the file again and drop it without opening it first.',
  id_missing: 'The line has no id, so it cannot be told from others.',
  not_a_number: 'This is not a number.',
  not_an_amount: 'This is not an amount of money.',
  not_a_date: 'This is not a date.',
  ambiguous_date: 'Nothing tells whether the day or the month comes first.',
  unknown_currency: 'No currency is written like this.',
  unknown_status: 'This status is not known.',
  too_many_cells: 'The line has more cells than the table has columns.',
  damaged_text: 'Characters of this line are damaged.',
  too_few_cells: 'The line ends before its last column.',
  formula: 'A formula stands where a value is needed. Save the file with values.',
} as const satisfies Record<string, string>
export type LineRefusal = keyof typeof lineRefusalCatalog
export const lineRefusals = Object.keys(lineRefusalCatalog) as [LineRefusal, ...LineRefusal[]]

export const span = z.object({ from: isoDate, to: isoDate })
const isForward = ({ from, to }: z.infer<typeof span>): boolean => from <= to

/** What has to be known before a file can be read. */
export const importQuestion = z.discriminatedUnion('asks', [
  z.object({
    asks: z.literal('mapping'),
    sheet: z.string(),
    /** The same for all files with these headers. */
    signature: z.string(),
    headers: z.array(z.string()),
    /** The first lines by header, without columns that are about buyers. */
    sample: z.array(z.record(z.string(), z.string())),
    /** What the file looks most like, with the columns that were recognised for it. */
    closest: z.object({ format: z.string(), columns: z.record(z.string(), z.string()) }).nullable(),
  }),
  z.object({ asks: z.literal('period') }),
  /** Whether 03/04 is in April or in March. */
  z.object({ asks: z.literal('date_order') }),
  z.object({ asks: z.literal('currency') }),
  /** The account that the file is about. */
  z.object({ asks: z.literal('account') }),
  /** The day on which the file was exported: its dates have no year. */
  z.object({ asks: z.literal('export_day') }),
])
export type ImportQuestion = z.infer<typeof importQuestion>

export const importState = z.enum([
  'uploading',
  'waiting',
  'reading',
  'needs_mapping',
  'needs_answer',
  'done',
  'undone',
  'refused',
])
export type ImportState = z.infer<typeof importState>

/** One file that was given to a client, from its first byte to what became of it. */
export const fileImport = z.object({
  importId,
  clientId,
  fileName: z.string(),
  bytes: z.int(),
  state: importState,
  uploadedAt: isoTime,
  /** Null: the account is gone. */
  uploadedBy: author.nullable(),
  changedAt: isoTime,
  /** What the file was recognised as; one for each kind of sheet. */
  formats: z.array(z.string()),
  question: importQuestion.nullable(),
  /** 0 … 1 of the bytes; null when it is not being read. */
  progress: z.number().min(0).max(1).nullable(),
  /** As of when the file speaks, on the clock of the shop. */
  asOf: z.string().nullable(),
  period: span.nullable(),
  linesTaken: z.int(),
  linesRefused: z.int(),
  /** How many lines say something new or something else than before; null: not known yet. */
  linesNew: z.int().nullable(),
  linesChanged: z.int().nullable(),
  /** Lines by kind. */
  kinds: z.record(z.string(), z.int()),
  refusal: z
    .object({
      code: z.enum(importRefusalCodes),
      message: z.string(),
      detail: z.record(z.string(), z.string()),
    })
    .nullable(),
  /** The import of the very same file that counts already: this one brought nothing. */
  repeats: importId.nullable(),
  undoneAt: isoTime.nullable(),
  undoneBy: author.nullable(),
})
export type FileImport = z.infer<typeof fileImport>

const clientParams = z.object({ clientId })
const importParams = z.object({ importId })
const one = z.object({ import: fileImport })

export const createImport = endpoint({
  id: 'createImport',
  method: 'POST',
  path: '/v1/clients/:clientId/imports',
  summary: 'Announce a file for a client. Its bytes follow with PUT /v1/imports/:importId/file.',
  access: 'person',
  params: clientParams,
  body: z.object({
    fileName: z.string().trim().min(1).max(255),
    bytes: z.int().min(1, 'The file is empty.'),
  }),
  response: one,
  errors: [
    'not_signed_in',
    'forbidden',
    'not_found',
    'client_archived',
    'import_too_large',
    'list_full',
    'disk_full',
  ],
})

/**
 * PUT of the bytes as they are (`application/octet-stream`), once and whole; answers like `getImport`. Errors besides
 * those: `import_changed` when they came before, `import_too_large`, `disk_full`, and `invalid_request` when there are
 * fewer or more than were announced; then they can be sent again.
 */
export const importFilePath = '/v1/imports/:importId/file'

export const listImports = endpoint({
  id: 'listImports',
  method: 'GET',
  path: '/v1/clients/:clientId/imports',
  summary: 'What was imported for a client, newest first. Pages go on before the id of the last one.',
  access: 'person',
  params: clientParams,
  query: z.object({
    before: importId.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  response: z.object({
    imports: z.array(fileImport),
    more: z.boolean(),
    /** The largest file that is taken. */
    maximumBytes: z.int(),
  }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const getImport = endpoint({
  id: 'getImport',
  method: 'GET',
  path: '/v1/imports/:importId',
  summary: 'An import, how far it is, and what has to be known to go on.',
  access: 'person',
  params: importParams,
  response: one,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const answerImport = endpoint({
  id: 'answerImport',
  method: 'POST',
  path: '/v1/imports/:importId/answer',
  summary: 'Answer what the file does not say itself. It is read again with the answer.',
  access: 'person',
  params: importParams,
  body: z.union([
    z.object({ period: span.refine(isForward, 'The first day is not after the last one.') }),
    z.object({ dateOrder: z.enum(['day_first', 'month_first']) }),
    z.object({ currency: currencyCode }),
    z.object({ account: z.string().trim().min(1).max(80) }),
    z.object({ exportedOn: isoDate }),
  ]),
  response: one,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived', 'import_changed'],
})

/** Header to field. Headers that are left out are not read. */
export const importMapping = z.object({
  format: z.string().max(64),
  columns: z.record(z.string().max(200), z.string().max(64)),
})
export type ImportMapping = z.infer<typeof importMapping>

export const mapImport = endpoint({
  id: 'mapImport',
  method: 'POST',
  path: '/v1/imports/:importId/mapping',
  summary:
    'Say what the columns of a file mean. Kept for the client: files with the same headers are read without asking.',
  access: 'person',
  params: importParams,
  body: importMapping,
  response: one,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived', 'import_changed'],
})

export const listImportFormats = endpoint({
  id: 'listImportFormats',
  method: 'GET',
  path: '/v1/import-formats',
  summary: 'The files that are understood, and the fields that a column of each can be.',
  access: 'person',
  response: z.object({
    formats: z.array(
      z.object({
        format: z.string(),
        /** `header`: what such a column is called in most files. */
        fields: z.array(z.object({ field: z.string(), header: z.string() })),
        /** Of each group one field must have a column. */
        needs: z.array(z.array(z.string())),
      }),
    ),
  }),
  errors: ['not_signed_in'],
})
export type ImportFormat = z.infer<typeof listImportFormats.response>['formats'][number]

export const listMappings = endpoint({
  id: 'listMappings',
  method: 'GET',
  path: '/v1/clients/:clientId/mappings',
  summary: 'What was said about columns for a client, newest first (at most 200).',
  access: 'person',
  params: clientParams,
  response: z.object({
    mappings: z.array(
      importMapping.extend({ signature: z.string(), savedAt: isoTime, savedBy: author.nullable() }),
    ),
  }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const forgetMapping = endpoint({
  id: 'forgetMapping',
  method: 'DELETE',
  path: '/v1/clients/:clientId/mappings/:signature',
  summary:
    'Forget what was said about columns: the next such file is asked about. Twice is the same as once.',
  access: 'person',
  params: z.object({ clientId, signature: z.string().max(64) }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived'],
})

export const discardImport = endpoint({
  id: 'discardImport',
  method: 'DELETE',
  path: '/v1/imports/:importId',
  summary: 'Stop an import that is not done. Its file is deleted and nothing of it is kept.',
  access: 'person',
  params: importParams,
  response: one,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'import_changed'],
})

export const undoImport = endpoint({
  id: 'undoImport',
  method: 'PUT',
  path: '/v1/imports/:importId/undone',
  summary: 'Take back what an import brought, or let it count again. Doing it twice is the same as once.',
  access: 'person',
  params: importParams,
  body: z.object({ undone: z.boolean() }),
  response: one,
  errors: [
    'not_signed_in',
    'forbidden',
    'not_found',
    'client_archived',
    'import_changed',
    'import_counts_already',
  ],
})

export const refusedLine = z.object({
  /** Counts the refused lines of a file from 1. */
  ordinal: z.int(),
  sheet: z.string(),
  /** As a spreadsheet counts. */
  line: z.int(),
  reason: z.enum(lineRefusals),
  /** As the file calls it; empty: the whole line. */
  column: z.string(),
  value: z.string(),
})
export type RefusedLine = z.infer<typeof refusedLine>

export const listRefusedLines = endpoint({
  id: 'listRefusedLines',
  method: 'GET',
  path: '/v1/imports/:importId/refused',
  summary: 'Lines of a file that were not taken, and why (the first 10,000). Pages go on after an ordinal.',
  access: 'person',
  params: importParams,
  query: z.object({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: z.object({ lines: z.array(refusedLine), more: z.boolean() }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

/** GET of the same lines as a CSV file. Errors: those of `listRefusedLines`. */
export const refusedFilePath = '/v1/imports/:importId/refused.csv'
