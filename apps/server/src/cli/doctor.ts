import { describeSettings } from '../backup/index.ts'
import { checkDataFolder, checkPort, checkProgram, checkWebApp, findRunning } from '../doctor/machine.ts'
import { checkClickhouse, checkFfmpeg, checkPostgres } from '../doctor/engines.ts'
import { checkMail } from '../doctor/mail.ts'
import type { Finding } from '../doctor/finding.ts'
import type { CommandContext } from './command.ts'

const marks = { ok: 'ok   ', hint: 'hint ', fault: 'FAULT' } as const

/** `doctor`: what is configured, reachable and missing. Changes nothing and starts nothing. */
export const run = async (context: CommandContext): Promise<number> => {
  const { config, terminal } = context
  const running = await findRunning(config)
  // A worker answers no requests and keeps no facts.
  const isServer = config.role !== 'worker'
  const findings: Finding[] = [
    checkProgram(config, running),
    ...(await checkDataFolder(config, running)),
    ...(isServer ? [await checkPort(config, running)] : []),
    ...(await checkPostgres(config, running)),
    ...(isServer ? [await checkClickhouse(config)] : []),
    ...(await checkFfmpeg(config)),
    ...(isServer ? [await checkWebApp(), checkMail(config)] : []),
  ]
  const settings = describeSettings(config)
  for (const { subject, state, found, next } of findings) {
    terminal.say(`${marks[state]}  ${subject.padEnd(12)} ${found}`)
    if (next !== undefined) terminal.say(`${' '.repeat(20)}→ ${next}`)
  }
  const changed = Object.entries(settings)
  terminal.say(changed.length === 0 ? 'All settings have their defaults.' : 'Settings:')
  for (const [name, value] of changed) terminal.say(`  ${name}=${value}`)
  const ok = findings.every(({ state }) => state !== 'fault')
  terminal.say(ok ? 'Busker can run here.' : 'Busker cannot run well here until the faults are gone.')
  terminal.result({ ok, version: config.version, running, settings, findings })
  return ok ? 0 : 1
}
