/** One published package: its compiled sources, its assets, its documents and its manifest. */

import { cpSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  build,
  compiled,
  examples,
  type Manifest,
  published,
  root,
  type Workspace,
} from './workspaces.ts'

/** Fills build/<package>/ for one of `published`. */
export function assemble(workspace: Workspace): void {
  const target = directoryOf(workspace)
  const bundled = examples.filter(({ manifest }) => manifest.name in dependenciesOf(workspace))
  place(workspace, target, publishedManifest(workspace, bundled))
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'))
  for (const example of bundled) {
    // The dependencies of a bundled example become dependencies of the package around it.
    const manifest = { ...publishedManifest(example, []), dependencies: {} }
    place(example, join(target, 'node_modules', example.manifest.name), manifest)
  }
}

/** Where a workspace is assembled: `build/guard` for `packages/guard`. */
export function directoryOf({ path }: Workspace): string {
  return join(build, path.replace(/^.*\//, ''))
}

function place({ path }: Workspace, target: string, manifest: object): void {
  mkdirSync(target, { recursive: true })
  cpSync(join(compiled, path, 'src'), join(target, 'dist'), { recursive: true })
  const source = join(root, path, 'src')
  const assets = globSync('**/*.*', { cwd: source, exclude: ['**/*.ts'] })
  for (const asset of assets) {
    mkdirSync(dirname(join(target, 'dist', asset)), { recursive: true })
    cpSync(join(source, asset), join(target, 'dist', asset))
  }
  const readme = join(root, path, 'README.md')
  if (existsSync(readme)) cpSync(readme, join(target, 'README.md'))
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** The manifest with its paths pointing to compiled files and its siblings at their exact version. */
function publishedManifest(workspace: Workspace, bundled: readonly Workspace[]): object {
  const { manifest } = workspace
  const names = bundled.map((example) => example.manifest.name)
  return {
    ...withoutDevelopment(manifest),
    ...(manifest.bin && { bin: mapValues(manifest.bin, compiledPath) }),
    ...(manifest.exports && { exports: mapValues(manifest.exports, exportTarget) }),
    files: ['dist'],
    publishConfig: { access: 'public' },
    dependencies: Object.assign({}, ...[workspace, ...bundled].map(dependenciesOf)),
    ...(names.length > 0 && { bundleDependencies: names }),
  }
}

function withoutDevelopment(manifest: Manifest & { scripts?: unknown; devDependencies?: unknown }) {
  const { scripts: _scripts, devDependencies: _tools, ...rest } = manifest
  return rest
}

/** Packages of this repository are published together, so each requires that version of the others. */
function dependenciesOf({ manifest }: Workspace): Record<string, string> {
  const versions = new Map(
    [...published, ...examples].map(({ manifest: { name, version } }) => [name, version]),
  )
  return mapValues(manifest.dependencies ?? {}, (range, name) => versions.get(name) ?? range)
}

function exportTarget(target: string) {
  if (!target.endsWith('.ts')) return compiledPath(target)
  const file = compiledPath(target)
  return { types: file.replace(/\.js$/, '.d.ts'), default: file }
}

function compiledPath(source: string): string {
  return source.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, '.js')
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value, name)]),
  )
}
