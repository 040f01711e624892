import type { Visitor } from './theatre.ts'

/** The network of one page, as bad as the story needs it. */
export interface Line {
  /** Where in the file each piece of an upload began. */
  readonly offsetsSent: number[]
  cut(): Promise<void>
  /** Back, and as fast as the machine. */
  restore(): Promise<void>
}

const unlimited = -1

export const slowLine = async (
  visitor: Visitor,
  { uploadBytesPerSecond }: { uploadBytesPerSecond: number },
): Promise<Line> => {
  const { page, context } = visitor
  const session = await context.newCDPSession(page)
  const set = async (offline: boolean, uploadThroughput: number): Promise<void> => {
    await session.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: unlimited,
      uploadThroughput,
    })
  }
  const offsetsSent: number[] = []
  page.on('request', (request) => {
    const offset = request.headers()['upload-offset']
    if (request.method() === 'PATCH' && offset !== undefined) offsetsSent.push(Number(offset))
  })
  await session.send('Network.enable')
  await set(false, uploadBytesPerSecond)
  return { offsetsSent, cut: () => set(true, unlimited), restore: () => set(false, unlimited) }
}
