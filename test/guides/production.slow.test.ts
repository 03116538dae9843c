/** docs/guides/production.md, pasted line by line into a fresh Debian system, as root. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { test } from 'node:test'
import { assemble } from '../../scripts/build/assemble.ts'
import { compile } from '../../scripts/build/compile.ts'
import { pack } from '../../scripts/build/pack.ts'
import { build, published } from '../../scripts/build/workspaces.ts'
import { needs } from '../../scripts/debian/programs.ts'
import { certificateFor } from './certificate.ts'
import { blocksOf } from './guide.ts'
import { type Machine, machineProblem, makeMachine } from './machine.ts'
import { repository } from './terminal.ts'

const guide = readFileSync(join(repository, 'docs/guides/production.md'), 'utf8')
const HOST = 'login.example.com'
const SAVED = new Set(['conf', 'ini', 'nginx', 'yaml'])
const NOT_ON_THE_MACHINE = new Set(['dockerfile'])

const { skip } = needs('debootstrap', 'openssl')
const problem = skip || machineProblem()

test('the guide to production works as it is pasted into a fresh Debian', {
  skip: problem ?? false,
}, async (context) => {
  const machine = makeMachine()
  if (typeof machine === 'string') return context.skip(machine)
  context.after(machine.remove)
  await copyPackages(machine)
  addCertificate(machine)

  const followed = await machine.run(`${linesOf(guide)}\n${afterwards}`)
  assert.equal(followed.code, 0, followed.output)
  const seen = followed.output.split('\n')
  for (const fact of facts) assert.ok(seen.includes(fact), `not there: ${fact}\n${followed.output}`)
})

test(
  'the unit that the guide has mandate init write is in order, and leaves few ways out',
  needs('systemd-analyze'),
  (context) => {
    const directory = mkdtempSync(join(tmpdir(), 'mandate-unit-'))
    context.after(() => rmSync(directory, { recursive: true }))
    const unit = join(directory, 'mandate.service')
    const main = join(repository, 'packages/mandate/src/main.ts')
    const files = ['--config', join(directory, 'mandate.yaml'), '--data', join(directory, 'data')]
    const made = spawnSync(
      execPath,
      [main, 'init', '--issuer', `https://${HOST}`, ...files, '--unit', unit],
      { encoding: 'utf8' },
    )
    assert.equal(made.status, 0, made.stderr)
    for (const question of [['verify'], ['security', '--offline=true', '--threshold=20']]) {
      const { status, stdout, stderr } = spawnSync('systemd-analyze', [...question, unit], {
        encoding: 'utf8',
      })
      assert.equal(status, 0, `${stdout}${stderr}`)
    }
  },
)

/** The lines run after the guide, and their expected output, one per line. */
const afterwards = readFileSync(join(repository, 'test/guides/machine/afterwards'), 'utf8')
const facts = [
  `"issuer":"https://${HOST}"`,
  `http: 301 https://${HOST}/account`,
  'long login: 303',
  'stream: event: ready',
  'closed to others: /etc/mandate/mandate.yaml',
  'closed to others: /var/lib/mandate/keys.json',
  'nginx keeps its connections',
  'the doctor is content',
]

/** The blocks of a guide as one script: `sh` is run, and blocks that name a file are saved there. */
function linesOf(markdown: string): string {
  return blocksOf(markdown)
    .map(({ where, language, text }) => {
      if (language === 'sh') return `echo '== ${where}'\n${text}`
      const [, path, add] = /^# (\/\S+)( \(add\))?\n/.exec(text) ?? []
      if (path !== undefined && SAVED.has(language)) {
        return `mkdir -p "$(dirname ${path})"\ncat ${add ? '>>' : '>'} ${path} <<'END OF THE FILE'\n${text}END OF THE FILE`
      }
      assert.ok(
        SAVED.has(language) || NOT_ON_THE_MACHINE.has(language),
        `${where}: nobody tries it`,
      )
      return ''
    })
    .join('\n')
}

async function copyPackages(machine: Machine): Promise<void> {
  mkdirSync(build, { recursive: true })
  await compile()
  for (const workspace of published) assemble(workspace)
  machine.put(await pack(published))
}

/** A certificate where the guide expects one, from an authority that the machine trusts. */
function addCertificate({ root }: Machine): void {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-certificate-'))
  const { authority, certificate, key } = certificateFor([HOST], directory)
  cpSync(certificate, join(root, `etc/ssl/${HOST}.pem`))
  cpSync(key, join(root, `etc/ssl/private/${HOST}.key`))
  const bundle = join(root, 'etc/ssl/certs/ca-certificates.crt')
  writeFileSync(bundle, `${readFileSync(bundle, 'utf8')}${readFileSync(authority, 'utf8')}`)
  writeFileSync(join(root, 'etc/hosts'), `127.0.0.1 localhost ${HOST}\n`)
  rmSync(directory, { recursive: true })
}
