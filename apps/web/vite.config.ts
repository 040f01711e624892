import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

/**
 * The service worker keeps the application shell for offline starts, so it must know every file of a build. The
 * list is written into it here, where the build knows its own output.
 */
const shellList = (): Plugin => ({
  name: 'busker-shell-list',
  apply: 'build',
  enforce: 'post',
  generateBundle(_options, bundle) {
    // Workers, the reader of streams and charts are large, and whoever needs them has a network or a file.
    const files = Object.keys(bundle).filter(
      (name) => name.startsWith('assets/') && !/\.worker-|\/hls-|\/echarts-/.test(name),
    )
    const worker = Object.values(bundle).find((output) => output.fileName === 'service-worker.js')
    if (worker?.type !== 'chunk') return this.error('The service worker is missing from the build.')
    // It is registered as a script, and a script that imports is refused by the browser.
    if (worker.imports.length > 0)
      this.error('The service worker must be one file: it shares a module with a page.')
    const list = ['/', '/icon.svg', '/manifest.webmanifest', ...files.map((name) => `/${name}`)]
    worker.code = worker.code.replace(/["'`]__SHELL__["'`]/, () => JSON.stringify(JSON.stringify(list)))
    if (worker.code.includes('__SHELL__'))
      this.error('The list of files was not written into the service worker.')
  },
})

const packable = /\.(js|css|html|svg|json|webmanifest)$/
/** Below this a packed file saves less than its own request headers. */
const smallestPackedBytes = 600

/** Text is packed once, here, as small as it gets; the server sends the packed files as they lie. */
const packedText = (): Plugin => {
  const place = { folder: '' }
  return {
    name: 'busker-packed-text',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      place.folder = resolve(config.root, config.build.outDir)
    },
    closeBundle(error) {
      if (error) return
      for (const entry of readdirSync(place.folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name)
        if (!entry.isFile() || !packable.test(entry.name) || entry.parentPath.includes('.vite')) continue
        const text = readFileSync(path)
        if (text.length < smallestPackedBytes) continue
        writeFileSync(`${path}.br`, brotliCompressSync(text))
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }))
      }
    },
  }
}

type ModuleInfo = { readonly importedIds: readonly string[] } | null

/** Every module that these load before anything is shown: what they import, and what that imports. */
const reachedFrom = (entries: readonly string[], infoOf: (id: string) => ModuleInfo): Set<string> => {
  const reached = new Set(entries)
  for (const id of reached) for (const imported of infoOf(id)?.importedIds ?? []) reached.add(imported)
  return reached
}

/**
 * All of the first page in one file: cut up by who else uses it, as is the rule, it was thirty, each with a kilobyte of
 * headers and its place in the line. What the service worker uses stays apart, so that it loads no page.
 */
const firstPage = () => {
  let modules: Set<string> | null = null
  const entry = (name: string): string => join(import.meta.dirname, name)
  const namesOf = (infoOf: (id: string) => ModuleInfo): Set<string> => {
    const ofWorker = reachedFrom([entry('src/service-worker.ts')], infoOf)
    const ofPage = reachedFrom([entry('src/main.tsx')], infoOf)
    return new Set([...ofPage].filter((id) => !ofWorker.has(id)))
  }
  return (id: string, graph: { getModuleInfo(id: string): ModuleInfo }): string | null => {
    const infoOf = (one: string): ModuleInfo => graph.getModuleInfo(one)
    modules ??= namesOf(infoOf)
    return modules.has(id) ? 'first-page' : null
  }
}

// The plugin's option type is a Pick of Babel's own, all of whose fields are optional in truth.
const macros = {
  presets: [linguiTransformerBabelPreset({}, { cwd: import.meta.dirname })],
} as Parameters<typeof babel>[0]

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    lingui({ cwd: import.meta.dirname }),
    babel(macros),
    tailwindcss(),
    shellList(),
    packedText(),
  ],
  server: {
    port: 5180,
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/v1', '/go', '/sandbox', '/pixel.js'].map((path) => [
        path,
        process.env['BUSKER_API'] ?? 'http://127.0.0.1:8480',
      ]),
    ),
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    rolldownOptions: {
      input: { main: 'index.html', 'service-worker': 'src/service-worker.ts' },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
        codeSplitting: { groups: [{ name: firstPage() }] },
      },
      // Feature faces re-export lazily loaded pages; nothing in src has an effect at import except the entry and CSS.
      treeshake: { moduleSideEffects: (id) => !/\/src\/(features|shared)\/.*\.tsx?$/.test(id) },
    },
  },
})
