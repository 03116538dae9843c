/** A data directory for `mandate user import` and `mandate user export`, and files beside it. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

export const BCRYPT = '$2b$10$5u3SCfEThCXaKrdsY.GCv.J7wnLJAzNb8hK9dGmX2sVqXb8vqKq8e'
export const HEADER = 'subject,email,email_verified,name,password_hash,created_at,disabled'

export interface Place {
  readonly folder: string
  readonly data: string
  /** Writes a file into the folder and returns its path. */
  file(name: string, content: string | Uint8Array): string
  import(file: string, ...options: string[]): Promise<Told>
  export(name: string, ...options: string[]): Promise<string>
}

export interface Told {
  readonly code: number | null
  readonly errors: string
  readonly told: Readonly<Record<string, unknown>>
}

export function newPlace(environment: Readonly<Record<string, string>> = {}): Place {
  const folder = temporaryDirectory()
  const data = join(folder, 'data')
  return {
    folder,
    data,
    file(name, content) {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    },
    async import(file, ...options) {
      const args = ['user', 'import', file, '--data', data, '--init', '--json', ...options]
      const ended = await runCommand(args, { environment })
      const { code, errors, output } = ended
      return { code, errors, told: output === '' ? {} : JSON.parse(output) }
    },
    async export(name, ...options) {
      const file = join(folder, name)
      const args = ['user', 'export', file, '--data', data, ...options]
      await runDocument(args, { environment })
      return readFileSync(file, 'utf8')
    },
  }
}

/** The counts of a summary. */
export function counts({ told }: Told) {
  const { imported, already_there, refused } = told
  return { imported, already_there, refused }
}
