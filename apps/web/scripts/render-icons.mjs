/**
 * Draws the PNG icons from public/icon.svg with the system's Chromium. Run by hand when the mark changes; the results
 * are committed. The maskable one has no rounded corners and keeps the mark within the safe circle.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const folder = join(import.meta.dirname, '../public')
const icon = readFileSync(join(folder, 'icon.svg'), 'utf8')
const maskable = icon
  .replace(' rx="15"', '')
  .replace('translate(5.500 3.800) scale(.83)', 'translate(11.5 10.5) scale(.64)')

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const [name, size, svg] of [
  ['icon-192.png', 192, icon],
  ['icon-512.png', 512, icon],
  ['icon-maskable-512.png', 512, maskable],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
  await page.screenshot({ path: join(folder, name), omitBackground: true })
  await page.close()
}
await browser.close()
