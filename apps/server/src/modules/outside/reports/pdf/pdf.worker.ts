import { parentPort, workerData } from 'node:worker_threads'
import type { PdfJob } from './draw-in-worker.ts'
import { reportPdf } from './report-pdf.ts'

// The only caller is draw-in-worker.ts, which passes exactly this.
const { content, logo }: PdfJob = workerData
if (parentPort !== null)
  parentPort.postMessage(await reportPdf(content, logo === null ? null : Buffer.from(logo)))
