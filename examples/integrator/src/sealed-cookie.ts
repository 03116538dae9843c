/**
 * Cookies that only this application can read or change, so that no state has to be kept here
 * between two requests and a killed process loses nothing.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface CookieSeal {
  /** A cookie value. `name` is sealed with it, so that no cookie passes for another. */
  seal(name: string, content: unknown): string
  /** The sealed value, or undefined if it is missing, foreign or changed. */
  open(name: string, value: string | undefined): unknown
}

export function createSeal(key: Uint8Array): CookieSeal {
  return {
    seal(name, content) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(name))
      const sealed = [cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]
      return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64url')
    },
    open(name, value) {
      const bytes = Buffer.from(value ?? '', 'base64url')
      if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(Buffer.from(name))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        const content = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
        return JSON.parse(Buffer.concat([content, decipher.final()]).toString('utf8'))
      } catch {
        return undefined
      }
    },
  }
}

/** The 32 bytes in the data directory, made on the first start there. */
export async function loadCookieKey(directory: string): Promise<Uint8Array> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, 'cookie-key')
  if (!existsSync(path)) await makeKey(path)
  const key = await readFile(path)
  if (key.length !== 32) throw new Error(`${path} is damaged; remove it, and browsers connect anew`)
  return key
}

/** The file appears complete, or not at all if another process has made one. */
async function makeKey(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(draft, randomBytes(32), { flag: 'wx', mode: 0o600, flush: true })
    await link(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
}
