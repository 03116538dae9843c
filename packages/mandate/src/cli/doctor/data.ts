import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { keyFilePath } from '../../keys/place.ts'
import { isPostgresUrl } from '../../settings/postgres-url.ts'
import { openDirectory } from '../exposure.ts'
import type { Examine } from './check.ts'

/**
 * The data directory is writable, if it has to be. With PostgreSQL and existing keys nothing is
 * written, so it may be read-only, as platforms mount secrets.
 */
export const data: Examine = ({ settings: { data: directory, database } }) => {
  const name = 'data'
  const nearest = nearestThere(directory)
  const remedy = 'give --data a directory that this user can write to'
  if (!statSync(nearest).isDirectory()) {
    return { name, ok: false, message: `${nearest} is not a directory`, remedy }
  }
  const refusal = whyNotWritable(nearest)
  if (refusal !== undefined) {
    const isEnough = isPostgresUrl(database) && existsSync(keyFilePath(directory))
    return isEnough
      ? { name, ok: true, message: `${directory}, read-only, and nothing has to be written there` }
      : { name, ok: false, message: `${nearest} is not writable by this user`, remedy }
  }
  const exposure = nearest === directory ? openDirectory(directory) : undefined
  if (exposure !== undefined) return { name, ok: false, ...exposure }
  return {
    name,
    ok: true,
    message: nearest === directory ? directory : `${directory} will be created`,
  }
}

/** The system's error code if this user may not write there; undefined if they may. */
function whyNotWritable(directory: string): string | undefined {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error'
  }
}

/** The path, or the nearest folder above it that exists. */
function nearestThere(path: string): string {
  if (existsSync(path)) return path
  const above = dirname(path)
  return above === path ? path : nearestThere(above)
}
