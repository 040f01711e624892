import type { TestProject } from 'vitest/node'
import { reasonToSkip } from './readiness.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether the browser tests have all they need here. */
    canPlay: boolean
  }
}

/** Looks once, before all files, so that a reason to skip is said in one line. */
export default function setUp(project: TestProject): void {
  const reason = reasonToSkip()
  if (reason !== null) process.stderr.write(`e2e: ${reason}\n`)
  project.provide('canPlay', reason === null)
}
