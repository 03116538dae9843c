/**
 * Debian's nginx with the configuration from a guide. A guide names the addresses and files of a real
 * machine; a test replaces them, and each one that it replaces must occur.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'

const MODULE = '/usr/lib/nginx/modules/ngx_http_js_module.so'

export interface RunningNginx {
  /** Reloads the configuration, as `nginx -s reload` does. */
  reload(): void
  close(): Promise<void>
}

/** The text with addresses and files replaced; throws if one of them does not occur. */
export function replaced(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the guide no longer has: ${from}`)
    return changed.replaceAll(from, to)
  }, text)
}

/** Runs nginx in `directory` with `servers` as one of its files; waits until it listens on `port`. */
export async function startNginx(
  directory: string,
  { servers, port }: { readonly servers: string; readonly port: number },
): Promise<RunningNginx> {
  const place = join(directory, 'nginx')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'servers.conf'), servers)
  writeFileSync(
    join(place, 'nginx.conf'),
    `load_module ${MODULE};
daemon off;
pid nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include servers.conf;
}
`,
  )
  const given = ['-p', place, '-c', 'nginx.conf', '-e', 'stderr']
  const environment = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` }
  const checked = spawnSync('nginx', [...given, '-t'], { env: environment, encoding: 'utf8' })
  if (checked.status !== 0) throw new Error(checked.stderr)
  const child = spawn('nginx', given, { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  const said = text(child.stderr)
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(await said)
    await pause(20)
  }
  return {
    reload: () => void child.kill('SIGHUP'),
    close: () => end(child),
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy())
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
