/** Debian's nginx, HAProxy and Caddy with the configurations of docs/guides/guard-any-api.md. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { CertificateFiles } from './certificate.ts'
import { blockNamed } from './guide.ts'
import { replaced, startNginx } from './nginx.ts'
import { repository } from './terminal.ts'

export const guide = readFileSync(join(repository, 'docs/guides/guard-any-api.md'), 'utf8')

export interface Stage {
  /** For files, and empty. */
  readonly directory: string
  readonly files: CertificateFiles
  /** Where the proxy listens, on 127.0.0.1. */
  readonly port: number
  /** `127.0.0.1:9470` of the guide. */
  readonly guard: string
  /** `127.0.0.1:3000` of the guide. */
  readonly api: string
}

export interface RunningProxy {
  close(): Promise<void>
}

export type StartProxy = (stage: Stage) => Promise<RunningProxy>

const scopes = { 'notes:read': 'read', 'notes:write': 'write' }

export const nginx: StartProxy = ({ directory, files, port, guard, api }) => {
  const identity = join(directory, 'guard-identity.conf')
  const first = '# guard-identity.conf: included where a location needs a token'
  writeFileSync(identity, blockNamed(guide, first))
  const servers = replaced(blockNamed(guide, '# notes.conf'), {
    ...scopes,
    'listen 443': `listen 127.0.0.1:${port}`,
    '127.0.0.1:9470': guard,
    '127.0.0.1:3000': api,
    '/etc/nginx/guard-identity.conf': identity,
    '/etc/ssl/notes.example.pem': files.certificate,
    '/etc/ssl/private/notes.example.key': files.key,
  })
  return startNginx(directory, { servers, port })
}

export const haproxy: StartProxy = ({ directory, files, port, guard, api }) => {
  const [script, settings, pem] = ['guard.lua', 'notes.cfg', 'both.pem'].map((name) =>
    join(directory, name),
  ) as [string, string, string]
  writeFileSync(pem, readFileSync(files.certificate, 'utf8') + readFileSync(files.key, 'utf8'))
  writeFileSync(script, replaced(blockNamed(guide, '-- guard.lua'), { '127.0.0.1:9470': guard }))
  writeFileSync(
    settings,
    replaced(blockNamed(guide, '# notes.cfg'), {
      ...scopes,
      'bind :443': `bind 127.0.0.1:${port}`,
      '127.0.0.1:9470': guard,
      '127.0.0.1:3000': api,
      '/etc/haproxy/guard.lua': script,
      '/etc/ssl/notes.example.pem': pem,
    }),
  )
  return start(['haproxy', '-db', '-f', settings], { directory, port })
}

export const caddy: StartProxy = ({ directory, files, port, guard, api }) => {
  const settings = join(directory, 'Caddyfile')
  const site = replaced(blockNamed(guide, '# Caddyfile'), {
    ...scopes,
    'https://notes.example {': `https://notes.example:${port} {\n\tbind 127.0.0.1`,
    '127.0.0.1:9470': guard,
    '127.0.0.1:3000': api,
    '/etc/ssl/notes.example.pem': files.certificate,
    '/etc/ssl/private/notes.example.key': files.key,
  })
  // Neither its administration nor its redirects from port 80, which the machine may need.
  writeFileSync(settings, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`)
  return start(['caddy', 'run', '--config', settings, '--adapter', 'caddyfile'], {
    directory,
    port,
  })
}

async function start(
  [program = '', ...parameters]: readonly string[],
  { directory, port }: { readonly directory: string; readonly port: number },
): Promise<RunningProxy> {
  const { PATH } = process.env
  const homes = { HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory }
  const child = spawn(program, parameters, {
    cwd: directory,
    env: { ...process.env, ...homes, PATH: `${PATH}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = text(child.stderr)
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(await said)
    await pause(20)
  }
  return {
    async close() {
      if (child.exitCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy())
}
