/**
 * The programs that slow tests run and npm does not have: for each, Debian's packages and how to
 * detect it. A test says what it needs, and is skipped if that is missing:
 *
 *     test('nginx keeps the stream open', needs('nginx'), async () => …)
 *
 * `debian/install.ts` installs all that are missing.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'

export interface Program {
  /** As `apt-get install` accepts them. */
  readonly packages: readonly string[]
  isHere(): boolean
}

export const programs = {
  'apache-openidc': {
    packages: ['apache2', 'libapache2-mod-auth-openidc'],
    isHere: () => inPath('apache2') && existsSync('/usr/lib/apache2/modules/mod_auth_openidc.so'),
  },
  caddy: { packages: ['caddy'], isHere: () => inPath('caddy') },
  debootstrap: { packages: ['debootstrap'], isHere: () => inPath('debootstrap') },
  faketime: { packages: ['faketime'], isHere: () => inPath('faketime') },
  fish: { packages: ['fish'], isHere: () => inPath('fish') },
  firefox: { packages: ['firefox-esr'], isHere: () => inPath('firefox-esr') },
  go: { packages: ['golang-go'], isHere: () => inPath('go') },
  haproxy: { packages: ['haproxy'], isHere: () => inPath('haproxy') },
  logrotate: { packages: ['logrotate'], isHere: () => inPath('logrotate') },
  nginx: {
    packages: ['nginx-light', 'libnginx-mod-http-js'],
    isHere: () => inPath('nginx') && existsSync('/usr/lib/nginx/modules/ngx_http_js_module.so'),
  },
  openssl: { packages: ['openssl'], isHere: () => inPath('openssl') },
  pgbouncer: { packages: ['pgbouncer'], isHere: () => inPath('pgbouncer') },
  postgresql: {
    packages: ['postgresql'],
    isHere: () => globSync('/usr/lib/postgresql/*/bin/postgres').length > 0,
  },
  python3: { packages: ['python3'], isHere: () => existsSync('/usr/bin/python3') },
  'python3-authlib': { packages: ['python3-authlib'], isHere: () => inPython('authlib') },
  'python3-requests-oauthlib': {
    packages: ['python3-requests-oauthlib'],
    isHere: () => inPython('requests_oauthlib'),
  },
  'systemd-analyze': { packages: ['systemd'], isHere: () => inPath('systemd-analyze') },
  webkit: { packages: ['webkit2gtk-driver'], isHere: () => inPath('WebKitWebDriver') },
  xvfb: { packages: ['xvfb', 'xauth'], isHere: () => inPath('Xvfb') },
  zsh: { packages: ['zsh'], isHere: () => inPath('zsh') },
} satisfies Readonly<Record<string, Program>>

export type ProgramName = keyof typeof programs

/** The Debian packages of those programs that are not on this machine, without duplicates. */
export function missingPackages(names: readonly ProgramName[]): readonly string[] {
  const missing = names.map((name) => programs[name]).filter(({ isHere }) => !isHere())
  return [...new Set(missing.flatMap(({ packages }) => packages))]
}

/** The options of a test that needs these programs: it is skipped without them, with advice. */
export function needs(...names: readonly ProgramName[]): { readonly skip: string | false } {
  const missing = missingPackages(names)
  if (missing.length === 0) return { skip: false }
  return { skip: `needs ${names.join(' and ')}: apt-get install ${missing.join(' ')}` }
}

/** Debian puts administrators' programs in folders that are not in every user's path. */
function inPath(program: string): boolean {
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => existsSync(join(folder, program)))
}

/** Debian's Python finds packages that Debian installs; another Python in the path would not. */
function inPython(module: string): boolean {
  return spawnSync('/usr/bin/python3', ['-c', `import ${module}`]).status === 0
}
