import { hasErrno, StartError } from '#platform/errors'

const busy = 'Stop it first, or set BUSKER_DATA to another folder.'

/** What the operator reads when the data folder already has an owner. */
export const alreadyRuns = (owner: { pid: number; address: string | null } | null): StartError => {
  if (owner === null)
    return new StartError(`Busker already runs on this data folder and does not answer yet. ${busy}`)
  const where = owner.address === null ? '' : `, ${owner.address}`
  return new StartError(`Busker already runs on this data folder (process ${owner.pid}${where}). ${busy}`)
}

/** Turns a failure of the file system into one sentence with the next step; null for a failure it does not know. */
export const explainFolderFault = (folder: string, cause: unknown): StartError | null => {
  const explain = (sentence: string) => new StartError(`The data folder ${folder} ${sentence}`, { cause })
  if (hasErrno(cause, 'ENOSPC', 'EDQUOT'))
    return explain(
      'is on a full disk. Free some space there, or set BUSKER_DATA to a folder on another disk.',
    )
  if (hasErrno(cause, 'EACCES', 'EPERM'))
    return explain(
      'is not writable for this user. Change its owner or its mode, or set BUSKER_DATA to another folder.',
    )
  if (hasErrno(cause, 'EROFS'))
    return explain('is on a read-only disk. Mount it writable, or set BUSKER_DATA to another folder.')
  if (hasErrno(cause, 'ENOTDIR', 'EEXIST'))
    return explain('is a file or lies below one. Move that file away, or set BUSKER_DATA to a folder.')
  if (hasErrno(cause, 'ENOENT', 'ENAMETOOLONG', 'ELOOP', 'EIO'))
    return explain('cannot be created. Check its path, or set BUSKER_DATA to another folder.')
  return null
}
