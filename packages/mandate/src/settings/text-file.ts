/** Reads small files named by an operator, which may turn out to be anything. */

import { closeSync, openSync, readSync } from 'node:fs'

/** 1 MiB, more than any settings file or secret. */
const LARGEST = 1024 * 1024

/**
 * The text of a file, pipe or device, read as UTF-8. Throws the file system's error, or one with
 * the code EFBIG after 1 MiB, because a device such as /dev/zero never ends.
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
