/** The workspaces of this repository that are built, with their manifests. */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The fields of a package.json that the build reads or writes. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

export interface Workspace {
  /** Below the root of the repository: `packages/guard`. */
  readonly path: string
  readonly manifest: Manifest
}

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
export const build = join(root, 'build')
/** The compiler's output folder, with the folders of the repository in it. */
export const compiled = join(build, '.compiled')

function readWorkspace(path: string): Workspace {
  return { path, manifest: JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) }
}

/** In the order in which they must be published. */
export const published: readonly Workspace[] = [
  'packages/guard',
  'packages/client',
  'packages/sign-in',
  'packages/mandate',
  'packages/demo',
].map(readWorkspace)

/** Not published separately: `@mandate/demo` bundles them. */
export const examples: readonly Workspace[] = [
  'examples/api',
  'examples/integrator',
  'examples/platform',
].map(readWorkspace)

/** The source files that others can import: a manifest's exports and the programs it installs. */
export function entries({ path, manifest }: Workspace): string[] {
  const exported = Object.values(manifest.exports ?? {}).filter((target) => target.endsWith('.ts'))
  // An installed command starts with a file that is not TypeScript; that of `mandate` starts this.
  const started = existsSync(join(root, path, 'src/main.ts')) ? ['./src/main.ts'] : []
  return [...exported, ...started].map((target) => join(root, path, target))
}
