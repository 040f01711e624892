/** What the address of the upload page may say. */
export interface UploadSearch {
  /** The post whose video is replaced. */
  readonly replaces?: string
  /** Another app shared a video with this one. */
  readonly shared?: true
}
