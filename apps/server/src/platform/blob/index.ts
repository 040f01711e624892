export type { BlobSource, BlobStore } from './blob-store.ts'
export { fileBlobStore, type FileBlobStore } from './file-blob-store.ts'
