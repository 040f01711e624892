import { execFile, type ExecFileException } from 'node:child_process'
import { dirname, join } from 'node:path'

/** The FFmpeg that the scripts provide, or that of the machine. */
const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const ffprobePath = ffmpegPath.includes('/') ? join(dirname(ffmpegPath), 'ffprobe') : 'ffprobe'

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const exitCode = (error: ExecFileException | null): number => {
  if (error === null) return 0
  return typeof error.code === 'number' ? error.code : 1
}

const runProgram = (file: string, args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    const options = { timeout: 240_000, maxBuffer: 64 * 1024 * 1024 }
    execFile(file, args, options, (error, stdout, stderr) =>
      resolve({ code: exitCode(error), stdout, stderr }),
    )
  })

/** FFmpeg with nothing in front of it: for what the tests make and measure themselves. */
export const ffmpeg = async (...args: readonly string[]): Promise<Said> => {
  const said = await runProgram(ffmpegPath, ['-nostdin', '-hide_banner', '-y', ...args])
  if (said.code !== 0) throw new TypeError(`ffmpeg ${args.join(' ')}\n${said.stderr.slice(-2000)}`)
  return said
}

export const ffprobe = (...args: readonly string[]): Promise<Said> =>
  runProgram(ffprobePath, ['-v', 'error', ...args])
