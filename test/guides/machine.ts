/**
 * A Debian machine, as close as possible without booting one: a fresh minimal system in a folder, with
 * its own processes and network, in which root pastes what a guide says. systemd does not run in it;
 * `bin/systemctl` replaces it and follows the unit.
 */

import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { execPath, getuid } from 'node:process'
import { text } from 'node:stream/consumers'
import { repository } from './terminal.ts'

const SUITE = 'bookworm'
/** The packages that the guide installs, so that it finds them without a network, and ours. */
const PACKAGES = [
  ...['ca-certificates', 'curl', 'iproute2', 'libatomic1', 'libnginx-mod-http-js', 'logrotate'],
  ...['nginx-light', 'openssl', 'pgbouncer', 'postgresql', 'systemd'],
]

export interface Machine {
  readonly root: string
  /** Makes npm packages in these files installable there, with all their dependencies. */
  put(tarballs: readonly string[]): void
  /** Runs lines as root; returns the exit status and all output. */
  run(lines: string): Promise<{ code: number | null; output: string }>
  remove(): void
}

/** Whether this process can make such a machine; if not, why. */
export function machineProblem(): string | undefined {
  if (getuid?.() !== 0) return 'only root can make a machine to try this on'
  const tried = spawnSync('unshare', ['--mount', '--pid', '--net', '--fork', 'true'])
  return tried.status === 0 ? undefined : 'this machine allows no namespaces'
}

/** Makes a fresh system, or says why there is none. Takes a minute or two. */
export function makeMachine(): Machine | string {
  const place = mkdtempSync(join(tmpdir(), 'mandate-machine-'))
  const root = join(place, 'root')
  const remove = () => rmSync(place, { recursive: true, force: true })
  const made = debootstrap(root)
  if (made.status !== 0) {
    remove()
    return `debootstrap: ${made.stdout.trim().split('\n').at(-1)}`
  }
  installNode(root)
  const put = (tarballs: readonly string[]) => putPackages(root, tarballs)
  return { root, put, run: (lines) => runIn(root, lines), remove }
}

function debootstrap(root: string): SpawnSyncReturns<string> {
  const options = ['--variant=minbase', `--include=${PACKAGES.join(',')}`]
  return spawnSync('debootstrap', [...options, SUITE, root, mirror()], { encoding: 'utf8' })
}

/** The package sources of this machine. */
function mirror(): string {
  const sources = globSync('/etc/apt/{sources.list,sources.list.d/*}')
  const lines = sources.map((path) => readFileSync(path, 'utf8')).join('\n')
  const found = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(https?:\/\/\S+\/debian\/?)(?:\s|$)/m.exec(lines)
  return found?.[1] ?? 'http://deb.debian.org/debian'
}

/** This Node and this machine's npm in /usr/local, laid out like nodejs.org's archives. */
function installNode(root: string): void {
  const local = join(root, 'usr/local')
  cpSync(execPath, join(local, 'bin/node'))
  const npm = realpathSync(spawnSync('which', ['npm'], { encoding: 'utf8' }).stdout.trim())
  const modules = join(local, 'lib/node_modules')
  mkdirSync(modules, { recursive: true })
  cpSync(dirname(dirname(npm)), join(modules, 'npm'), { recursive: true })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm'))
  cpSync(join(repository, 'test/guides/machine/systemctl'), join(local, 'sbin/systemctl'))
}

/** Lines that root pastes, with no network except loopback. */
async function runIn(root: string, lines: string) {
  writeFileSync(join(root, 'root/script'), lines)
  const prepare = `mount -t proc proc ${root}/proc
mount -t tmpfs tmpfs ${root}/dev/shm
chroot ${root} ip link set lo up
exec chroot ${root} /bin/sh -c 'cd /root && exec sh -eu script'`
  const apart = ['--mount', '--pid', '--net', '--fork', '--kill-child']
  const child = spawn('unshare', [...apart, 'sh', '-eu', '-c', prepare], {
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/root',
      LC_ALL: 'C.UTF-8',
      DEBIAN_FRONTEND: 'noninteractive',
      ...npmSettings(),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await closed
  return { code, output: `${out}${err}` }
}

/** The new machine's npm takes from its cache whatever this machine's npm put there. */
function npmSettings() {
  const registry = spawnSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
  }).stdout.trim()
  return { npm_config_registry: registry, npm_config_offline: 'true' }
}

/** Copies tarballs to the machine, and their dependencies into its npm cache. */
function putPackages(root: string, tarballs: readonly string[]): void {
  for (const tarball of tarballs) cpSync(tarball, join(root, 'root', basename(tarball)))
  const elsewhere = mkdtempSync(join(tmpdir(), 'mandate-cache-'))
  try {
    const options = ['--cache', join(root, 'root/.npm'), '--prefix', elsewhere, '--global']
    const { status, stderr } = spawnSync('npm', ['install', ...options, ...tarballs], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
  } finally {
    rmSync(elsewhere, { recursive: true })
  }
}
