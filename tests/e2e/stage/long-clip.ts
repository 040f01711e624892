import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A file whose picture cannot be taken over as it is, and which keeps the conversion busy for some seconds. */
export const clipThatMustBeEncoded = async (
  folder: string,
  seconds: number,
): Promise<{ readonly path: string; readonly name: string }> => {
  // Its index stands at the end, so that nothing of it can be encoded before all of it is there.
  const name = 'must-be-encoded.mp4'
  const path = join(folder, name)
  const picture = `testsrc2=size=720x1280:rate=30:duration=${seconds}`
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', `sine=frequency=330:duration=${seconds}`]
  const codecs = ['-c:v', 'mpeg4', '-q:v', '5', '-c:a', 'aac', '-pix_fmt', 'yuv420p']
  const program = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
  await promisify(execFile)(program, ['-v', 'error', ...inputs, ...codecs, '-y', path], { timeout: 180_000 })
  return { path, name }
}
