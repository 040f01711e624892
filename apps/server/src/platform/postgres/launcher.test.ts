import { expect, test } from 'vitest'
import { chooseLauncher, parseAccounts } from './launcher.ts'

test('accounts other than root are read from passwd, and damaged lines are left out', () => {
  const passwd =
    'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:2::/:/bin/false\nbroken\n\npostgres:x:101:104::/:/bin/sh\n'
  expect(parseAccounts(passwd)).toEqual([
    { name: 'daemon', uid: 1, gid: 2 },
    { name: 'postgres', uid: 101, gid: 104 },
  ])
})

test('root never runs the server as itself', async () => {
  const launcher = await chooseLauncher()
  expect(launcher.owner === null).toBe(process.getuid?.() !== 0)
})
