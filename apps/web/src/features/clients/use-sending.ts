import type { CallOf, createImport } from '@busker/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '#shared/api'
import { uuidv7 } from '#shared/clock'
import { announceImport } from './import-queries.ts'
import { clientKeys } from './queries.ts'
import { sendFile } from './send-file.ts'

/** A file on its way to the server. */
export interface SentFile {
  readonly key: string
  readonly name: string
  /** 0 … 1 of its bytes. */
  readonly share: number
  readonly error: unknown
}

type Announced = CallOf<typeof createImport>['body']

/** So many at a time: more only make each one slower. */
const atOnce = 3

const announced = (file: File, maximumBytes: number | undefined): Announced => {
  // Said here already, so that nobody waits for bytes that nobody takes.
  if (maximumBytes !== undefined && file.size > maximumBytes) throw new ApiError('import_too_large')
  if (file.size === 0) throw new ApiError('empty_file')
  return { fileName: file.name.slice(0, 255), bytes: file.size }
}

/** Sends files to a client, some at a time; those that fail stay until they are dismissed. */
export const useSending = (clientId: string, maximumBytes: number | undefined) => {
  const client = useQueryClient()
  const [files, setFiles] = useState<readonly SentFile[]>([])
  const change = (key: string, part: Partial<SentFile>): void =>
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)))
  const dismiss = (key: string): void => setFiles((all) => all.filter((one) => one.key !== key))
  const send = async (key: string, file: File): Promise<void> => {
    try {
      const made = await announceImport(clientId, announced(file, maximumBytes))
      await sendFile(made.import.importId, file, (share) => change(key, { share }))
      await client.invalidateQueries({ queryKey: clientKeys.imports(clientId) })
      dismiss(key)
    } catch (error) {
      change(key, { error })
    }
  }
  const add = (chosen: readonly File[]): void => {
    const waiting = chosen.map((file) => ({ file, key: uuidv7() }))
    const shown = waiting.map(({ file, key }) => ({ key, name: file.name, share: 0, error: null }))
    setFiles((all) => [...all, ...shown])
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await send(next.key, next.file)
    }
    for (let line = 0; line < atOnce; line += 1) void work()
  }
  return { files, add, dismiss }
}
