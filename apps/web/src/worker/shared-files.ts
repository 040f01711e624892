/**
 * Videos that another app shared with this one. The worker takes them, because no page is open then; they wait in a cache
 * of their own until somebody says on the upload page what is to happen with them. `features/upload/shared-files.ts` reads
 * them: the worker imports nothing that pages load, because it must be one file.
 */
const cacheName = 'busker-shared'
const folder = '/upload/shared'
/** Where the manifest says that shared files go. */
export const shareAddress = '/upload/share'
const mostFiles = 5

const isVideo = (entry: FormDataEntryValue): entry is File =>
  entry instanceof File && entry.type.startsWith('video/') && entry.size > 0

const keep = async (files: readonly File[]): Promise<void> => {
  // Of two sharings the later one counts.
  await caches.delete(cacheName)
  const cache = await caches.open(cacheName)
  for (const [index, file] of files.entries()) {
    const headers = {
      'content-type': file.type,
      'busker-name': encodeURIComponent(file.name),
      'busker-modified': String(file.lastModified),
    }
    await cache.put(`${folder}/${index}`, new Response(file, { headers }))
  }
}

/** Keeps what was shared and opens the upload page. Where nothing could be kept, that page says so. */
export const takeShared = async (request: Request): Promise<Response> => {
  try {
    const form = await request.formData()
    await keep(form.getAll('videos').filter(isVideo).slice(0, mostFiles))
  } catch {
    // No room, or no form. Half of what was shared would be worse than nothing.
    await caches.delete(cacheName)
  }
  return Response.redirect('/upload?shared=true', 303)
}
