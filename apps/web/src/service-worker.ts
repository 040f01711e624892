/**
 * Keeps the application shell so that Busker opens without a network. Everything under /v1, /go and /sandbox always goes to
 * the server: answers are never stored here. Videos that a page has kept and files that another app shared have addresses
 * of their own.
 */
import { keptAnswer, keptFolder } from './worker/kept-videos.ts'
import { shareAddress, takeShared } from './worker/shared-files.ts'

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface WorkerFetchEvent extends WorkerEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

const shell: readonly string[] = JSON.parse('__SHELL__')

const fingerprint = (list: readonly string[]): string => {
  let sum = 0
  for (const character of list.join()) sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0
  return (sum >>> 0).toString(36)
}
const cacheName = `busker-shell-${fingerprint(shell)}`

const install = async (): Promise<void> => {
  const cache = await caches.open(cacheName)
  await cache.addAll([...shell])
}

const dropOldShells = async (): Promise<void> => {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('busker-shell-') && name !== cacheName)
  await Promise.all(old.map((name) => caches.delete(name)))
}

const fromShell = async (path: string, request: Request): Promise<Response> => {
  const stored = await caches.match(path)
  return stored ?? fetch(request)
}

const page = async (request: Request): Promise<Response> => {
  try {
    return await fetch(request)
  } catch {
    return fromShell('/', request)
  }
}

self.addEventListener('install', (event) => {
  ;(event as WorkerEvent).waitUntil(install())
})
self.addEventListener('activate', (event) => {
  ;(event as WorkerEvent).waitUntil(dropOldShells())
})
self.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as WorkerFetchEvent
  const address = new URL(request.url)
  if (address.origin !== self.location.origin) return
  if (request.method === 'POST' && address.pathname === shareAddress)
    return respondWith.call(event, takeShared(request))
  if (request.method !== 'GET') return
  if (address.pathname.startsWith(keptFolder)) return respondWith.call(event, keptAnswer(request))
  if (/^\/(v1|go|sandbox)\//.test(address.pathname)) return
  if (request.mode === 'navigate') return respondWith.call(event, page(request))
  if (shell.includes(address.pathname)) respondWith.call(event, fromShell(address.pathname, request))
})
