/** Reads small files that an operator names, whatever they are in truth. */

import { closeSync, openSync, readSync } from 'node:fs'

/** More than any settings file or secret has: 1 MiB. */
const LARGEST = 1024 * 1024

/**
 * The text of a file, pipe or device, read as UTF-8. Throws what the file system says, and an error with
 * the code EFBIG after 1 MiB: a device such as /dev/zero has no end.
 */
export function readTextFile(path: string): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(LARGEST + 1)
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null)
    }
    if (length > LARGEST) throw Object.assign(new Error('too large'), { code: 'EFBIG' })
    return bytes.toString('utf8', 0, length)
  } finally {
    closeSync(file)
  }
}
