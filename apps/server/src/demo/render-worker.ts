import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { RenderJob } from './render-job.ts'
import { render } from './render-job.ts'

// On Linux this concerns this thread only: people who use the server go before pictures that are being painted.
if (process.platform === 'linux') setPriority(0, 15)

// The only caller is renderClip, which passes exactly this.
const job: RenderJob = workerData
parentPort?.postMessage(await render(job))
