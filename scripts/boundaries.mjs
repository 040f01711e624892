// Who may import whom: runs dependency-cruiser with the rules of .dependency-cruiser.cjs. As a command it
// cruises the whole tree; the tests of the tree cruise planted violations.
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './set-up/places.mjs'
import { runScript, SetUpError } from './set-up/progress.mjs'

const cruisedFolders = ['apps', 'packages', 'tests', 'sim', 'bench']
const skipped = /^(node_modules|dist|locales|results|\..*)$/
const isSource = (name) => /\.tsx?$/.test(name) && !/\.gen\.|\.d\.ts$/.test(name)

/** Every TypeScript source below a folder, relative to the root. */
export function sourcesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return skipped.test(entry.name) ? [] : sourcesBelow(path)
    return isSource(entry.name) ? [relative(root, path)] : []
  })
}

function describe(violation) {
  const cycle = violation.cycle?.map((step) => step.name).join(' → ')
  return `${violation.rule.name}: ${violation.from} → ${cycle ?? violation.to}`
}

/** The walker over the syntax tree knows everything of TypeScript but `using`; this teaches it. */
function teachUsing() {
  const { Visitor } = createRequire(import.meta.url)('@swc/core/Visitor.js')
  const visitOther = Visitor.prototype.visitStatement
  Visitor.prototype.visitStatement = function visitStatement(statement) {
    if (statement.type !== 'UsingDeclaration') return visitOther.call(this, statement)
    this.visitVariableDeclarators(statement.decls)
    return statement
  }
}

/**
 * Cruises files below `baseDir` and answers what breaks a rule. `cruised` holds every source the tool has
 * really read: a parser that cannot read TypeScript is silent, and silence must not pass for order.
 *
 * @param {string[]} paths
 * @param {{ baseDir?: string }} [options]
 * @returns {Promise<{ violations: string[], cruised: string[] }>}
 */
export async function cruiseBoundaries(paths, { baseDir = root } = {}) {
  const { cruise } = await import('dependency-cruiser')
  const { options, forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
  teachUsing()
  const ruleSet = { forbidden }
  const { output } = await cruise(paths, { ...options, baseDir, ruleSet, validate: true })
  const cruised = output.modules.map((module) => module.source)
  return { violations: output.summary.violations.map(describe), cruised }
}

async function main() {
  const folders = cruisedFolders.filter((folder) => existsSync(join(root, folder)))
  const sources = folders.flatMap((folder) => sourcesBelow(join(root, folder)))
  const { violations, cruised } = await cruiseBoundaries(folders)
  const seen = new Set(cruised)
  const unseen = sources.filter((path) => !seen.has(path))
  for (const line of violations) process.stdout.write(`${line}\n`)
  for (const path of unseen) process.stdout.write(`not cruised: ${path}\n`)
  if (violations.length > 0 || unseen.length > 0) {
    throw new SetUpError(`boundaries: ${violations.length} violations, ${unseen.length} sources not read`)
  }
  process.stdout.write(`${sources.length} sources, ${cruised.length} modules cruised\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runScript(main)
