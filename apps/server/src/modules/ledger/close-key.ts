import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { hasErrno } from '#platform/errors'

const kept = z.object({ madeAt: z.iso.datetime(), privateKey: z.string() })

/** Signs what was closed. Whoever owns only the database cannot. */
export interface CloseKey {
  readonly madeAt: Date
  readonly publicKey: string
  sign(text: string): string
}

const make = (madeAt: Date): z.infer<typeof kept> => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  return { madeAt: madeAt.toISOString(), privateKey: String(pem) }
}

/** The key of this data folder; the first call makes it. It is in no backup: a restored folder makes its own. */
export const openCloseKey = async (folder: string, now: Date): Promise<CloseKey> => {
  const path = join(folder, 'close-key.json')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(path, JSON.stringify(make(now)), { flag: 'wx', mode: 0o600, flush: true }).catch(
    (error: unknown) => {
      if (!hasErrno(error, 'EEXIST')) throw error
    },
  )
  const { madeAt, privateKey } = kept.parse(JSON.parse(await readFile(path, 'utf8')))
  const key = createPrivateKey(privateKey)
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')
  return {
    madeAt: new Date(madeAt),
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  }
}

export const isSignedBy = (
  text: string,
  { publicKey, signature }: { publicKey: string; signature: string },
) => {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
}
