import type { BrowserContext, Page } from 'playwright-core'

/** Collects what a page must never do: complain in its console, throw, or ask for what is not there. */
export interface Faults {
  /** What went wrong and was not forgiven. */
  list(): string[]
  /** From here on this kind of fault belongs to the journey. */
  forgive(pattern: RegExp): void
}

/** The browser ends a transfer that nobody needs any more, such as the rest of a video that was left. */
const cancelled = 'net::ERR_ABORTED'

const watchPage = (page: Page, add: (fault: string) => void): void => {
  page.on('pageerror', (error) => add(`exception: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    add(`console ${message.type()}: ${message.text()} (${message.location().url})`)
  })
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed'
    if (reason !== cancelled) add(`request: ${request.method()} ${request.url()} ${reason}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400)
      add(`answer: ${response.status()} ${response.request().method()} ${response.url()}`)
  })
}

export const watchFaults = (context: BrowserContext): Faults => {
  const faults: string[] = []
  const forgiven: RegExp[] = []
  context.on('page', (page) => watchPage(page, (fault) => faults.push(fault)))
  return {
    list: () => faults.filter((fault) => !forgiven.some((pattern) => pattern.test(fault))),
    forgive: (pattern) => void forgiven.push(pattern),
  }
}
