import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { author } from './posts.ts'
import { emptyResponse, isoDate, isoTime } from './shapes.ts'

/** Tables of what the facts cannot know. Their columns are told by `listReferences`. */
export const referenceTableId = z.enum([
  'online_population',
  'market_panel',
  'mentions',
  'app_installs',
  'cost_sheet',
])
export type ReferenceTableName = z.infer<typeof referenceTableId>

const versionId = z.uuid()

/** One uploaded file. It never changes; the newest one that is not withdrawn is the table. */
export const referenceVersion = z.object({
  versionId,
  table: referenceTableId,
  /** Where the numbers come from, in the words of the uploader. */
  source: z.string(),
  /** SHA-256 of the file. */
  sha256: z.string(),
  lines: z.int(),
  firstDate: isoDate,
  lastDate: isoDate,
  uploadedAt: isoTime,
  /** Null: the account is gone. */
  uploadedBy: author.nullable(),
  withdrawnAt: isoTime.nullable(),
  withdrawnBy: author.nullable(),
})
export type ReferenceVersion = z.infer<typeof referenceVersion>

export const listReferences = endpoint({
  id: 'listReferences',
  method: 'GET',
  path: '/v1/operator/reference',
  summary:
    'The tables that can be uploaded, their columns, and the version of each that numbers are made of.',
  access: 'operator',
  response: z.object({
    tables: z.array(
      z.object({
        table: referenceTableId,
        /** `form`: what a cell looks like, as a sentence. */
        columns: z.array(z.object({ name: z.string(), form: z.string() })),
        inUse: referenceVersion.nullable(),
        versions: z.int(),
      }),
    ),
  }),
  errors: ['not_signed_in', 'forbidden'],
})

export const listReferenceVersions = endpoint({
  id: 'listReferenceVersions',
  method: 'GET',
  path: '/v1/operator/reference/:table/versions',
  summary: 'All versions of a table, newest first. Pages go on before the id of the last one.',
  access: 'operator',
  params: z.object({ table: referenceTableId }),
  query: z.object({
    before: versionId.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  response: z.object({ versions: z.array(referenceVersion), more: z.boolean() }),
  errors: ['not_signed_in', 'forbidden'],
})

/** A file of 5 MB, with room for what JSON adds to it. */
const mostCharacters = 5_000_000
const mostBytes = 12_000_000

const file = z.string().min(1, 'The file is empty.').max(mostCharacters, 'The file is larger than 5 MB.')

export const referencePreview = z.object({
  lines: z.int(),
  /** The columns of the file, and whether the table has such a one. */
  columns: z.array(z.object({ name: z.string(), isKnown: z.boolean() })),
  /** The first lines, as they are. */
  sample: z.array(z.array(z.string())),
  /** The first of the refused lines; line 1 is the one with the names of the columns. */
  refused: z.array(z.object({ line: z.int(), reason: z.string() })),
  refusedLines: z.int(),
  firstDate: isoDate.nullable(),
  lastDate: isoDate.nullable(),
})
export type ReferencePreview = z.infer<typeof referencePreview>

export const previewReference = endpoint({
  id: 'previewReference',
  method: 'POST',
  path: '/v1/operator/reference/:table/preview',
  summary: 'Read a CSV file and say what is understood and what is refused. Nothing is kept.',
  access: 'operator',
  mostBytes,
  params: z.object({ table: referenceTableId }),
  body: z.object({ text: file }),
  response: referencePreview,
  errors: ['not_signed_in', 'forbidden', 'upload_too_large'],
})

export const saveReference = endpoint({
  id: 'saveReference',
  method: 'POST',
  path: '/v1/operator/reference/:table/versions',
  summary:
    'Keep a CSV file as the new version of a table. A file with a refused line is not kept; the file that is in use already makes no new version.',
  access: 'operator',
  mostBytes,
  params: z.object({ table: referenceTableId }),
  body: z.object({ source: z.string().trim().min(3).max(300), text: file }),
  response: z.object({ version: referenceVersion }),
  errors: ['not_signed_in', 'forbidden', 'upload_too_large'],
})

export const withdrawReference = endpoint({
  id: 'withdrawReference',
  method: 'PUT',
  path: '/v1/operator/reference/versions/:versionId/withdrawn',
  summary:
    'Withdraw a version: the one before it is the table again. Doing it twice is the same as once; it cannot be undone, but the file can be uploaded again.',
  access: 'operator',
  params: z.object({ versionId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})
