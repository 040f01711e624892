import sharp, { type Sharp } from 'sharp'
import { AppError } from '#platform/errors'

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const jpeg = Buffer.from([0xff, 0xd8, 0xff])
/** Only these decoders are let near what a person gave, whatever the picture calls itself. */
const isPicture = (bytes: Buffer): boolean =>
  [png, jpeg].some((start) => bytes.subarray(0, start.length).equals(start))

const refused = (message: string, cause?: unknown) =>
  new AppError('invalid_picture', { fields: [{ path: 'picture', message }], cause })

/** A small file may claim a huge picture: it is refused by its head, before it is unpacked. */
const mostPixels = 16_000_000
const leastSide = 16

/**
 * A picture that a person gave (PNG or JPEG), as the server draws it: whatever else was in the file is gone. Throws
 * `invalid_picture` with the reason.
 */
export const redraw = async (bytes: Buffer, draw: (picture: Sharp) => Sharp): Promise<Buffer> => {
  if (!isPicture(bytes)) throw refused('Choose a PNG or JPEG.')
  const options = { limitInputPixels: mostPixels, failOn: 'error', pages: 1 } as const
  const size = await sharp(bytes, options)
    .metadata()
    .catch((cause: unknown) => {
      throw refused('The picture is damaged, or has more than 16 million pixels.', cause)
    })
  if (Math.min(size.width, size.height) < leastSide)
    throw refused(`The picture is smaller than ${leastSide} pixels.`)
  return draw(sharp(bytes, options).rotate())
    .toColourspace('srgb')
    .toBuffer()
    .catch((cause: unknown) => {
      throw refused('The picture is damaged. Save it again and choose that file.', cause)
    })
}

/** All bytes of a picture. Throws `picture_too_large` as soon as they are more than so many. */
export const receivePicture = async (
  source: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<Buffer> => {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of source) {
    bytes += piece.length
    if (bytes > mostBytes) throw new AppError('picture_too_large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
