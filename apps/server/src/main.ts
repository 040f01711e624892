// The embedded engine takes up to three of libuv's threads; files, their syncs and hashing need the others. The number
// is read when the first of them starts, so nothing else may be loaded before.
process.env['UV_THREADPOOL_SIZE'] ??= '8'
const { runCli } = await import('./cli/cli.ts')

process.exitCode = await runCli(process.argv.slice(2))
