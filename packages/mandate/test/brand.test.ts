/** The operator's name, logo, colour, links and texts, on the pages of a running server. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runCommand } from './command-line/run-command.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor } from './visitor.ts'

const logo = fileURLToPath(new URL('samples/logo.svg', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mandate-brand-'))
const texts = join(folder, 'texts.yaml')
writeFileSync(texts, 'en:\n  signIn.button: Log in\nsv:\n  signIn.button: Öppna\n')

let server: RunningServer
before(async () => {
  server = await startServer({
    settings: {
      ...{ brandName: 'Acme', brandLogo: logo, brandColor: '#0a5c8f', brandColorDark: '#4a9fd4' },
      ...{ supportUrl: 'mailto:help@acme.example', termsUrl: 'https://acme.example/terms' },
      wordsFile: texts,
    },
  })
})
after(async () => {
  await server?.close()
  rmSync(folder, { recursive: true })
})

test('pages have the logo in place of the seal, the colour by a stylesheet, and the links', async () => {
  const { get } = newVisitor(server)
  const answer = await get('/sign-in')
  const html = await answer.text()
  assert.doesNotMatch(html, /class="seal"/)
  assert.match(html, /<img class="logo" src="\/assets\/logo\.svg\?v=[\w-]+" alt="Acme"\/>/)
  assert.match(html, /<a href="mailto:help@acme\.example">Support</)
  assert.match(html, /<a href="https:\/\/acme\.example\/terms">Terms</)
  assert.doesNotMatch(html, /Privacy/)
  const policy = answer.headers.get('content-security-policy') ?? ''
  assert.match(policy, /style-src 'self';/)
  assert.doesNotMatch(policy, /unsafe/)
  const [sheet = ''] = /\/assets\/brand\.css\?v=[\w-]+/.exec(html) ?? []
  const css = await get(sheet)
  assert.match(css.headers.get('content-type') ?? '', /^text\/css/)
  assert.match(await css.text(), /--accent: #0a5c8f;.*--on-accent: #ffffff/)
})

test('the logo cannot run a script, also when it is opened by its own address', async () => {
  const image = await newVisitor(server).get('/assets/logo.svg')
  assert.equal(image.headers.get('content-type'), 'image/svg+xml')
  assert.match(image.headers.get('content-security-policy') ?? '', /default-src 'none'.*sandbox/)
})

test('the texts of the operator are in the language of the page', async () => {
  const { get } = newVisitor(server)
  assert.match(await (await get('/sign-in')).text(), />Log in<\/button>/)
  assert.match(
    await (await get('/sign-in', { 'accept-language': 'sv' })).text(),
    />Öppna<\/button>/,
  )
  assert.match(
    await (await get('/sign-in', { 'accept-language': 'de' })).text(),
    />Anmelden<\/button>/,
  )
})

test('doctor and the start find what is wrong with a file', async () => {
  writeFileSync(join(folder, 'wrong.yaml'), 'en:\n  signIn.buton: Log in\n')
  writeFileSync(join(folder, 'logo.txt'), 'no image')
  const settings = join(folder, 'mandate.yaml')
  for (const [line, problem] of [
    [
      'words_file: wrong.yaml',
      /wrong\.yaml:2: there is no text signIn\.buton; did you mean signIn\.button\?/,
    ],
    [
      'brand_logo: logo.txt',
      /brand_logo names \S+logo\.txt, which is neither a PNG nor an SVG image; give/,
    ],
  ] as const) {
    writeFileSync(settings, `${line}\n`)
    const doctor = await runCommand(['doctor', '--config', settings, '--data', folder])
    assert.match(doctor.output, problem)
    const start = await runCommand(['serve', '--config', settings, '--port', '0'])
    assert.equal(start.code, 1)
    assert.match(start.errors, problem)
  }
})
