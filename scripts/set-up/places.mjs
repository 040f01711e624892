import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** The Node 24 that the dependency `node` pins. */
export const pinnedNode = join(root, 'node_modules/node/bin/node')

/** The same default as the server's own configuration. */
export function dataFolder() {
  return resolve(root, process.env.BUSKER_DATA || '.busker')
}

/** PATH with the pinned Node first, as npm scripts have it. */
export function pathWithPinnedNode() {
  return [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter)
}

/**
 * PATH without any node_modules/.bin. `npm ci` deletes that folder while it runs, so npm and the install
 * scripts must be run by the Node that the system has.
 */
export function pathWithoutPackages() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.endsWith(join('node_modules', '.bin')))
    .join(delimiter)
}

/**
 * libuv's threads. The embedded engine of facts takes up to three of its usual four; files, their syncs and hashing need
 * others. The number is read before the first line of a program runs.
 */
export const threads = { UV_THREADPOOL_SIZE: '8' }

/**
 * Compiled code of earlier runs: a start that finds it takes two thirds of the time. It lies beside the packages, where only
 * those who may change the code can write.
 */
export const compileCache = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node-compile') }
