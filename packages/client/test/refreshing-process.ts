/**
 * A process that refreshes one grant again and again, for the tests that race several of them and
 * kill them. One argument, JSON; a line on standard output for each access token. Ends with 0 after
 * so many rounds, with 1 and the error's code when it was told something it must never hear.
 */

import { createClient, fileStore, MandateError } from '../src/index.ts'

const { rounds, directory, grantKey, ...options } = JSON.parse(process.argv[2] ?? '{}')
const client = createClient({ ...options, store: fileStore(directory) })

try {
  for (let round = 0; round < rounds; round++) {
    process.stdout.write(`${await client.grant(grantKey).refresh()}\n`)
  }
} catch (error) {
  process.stdout.write(`error ${error instanceof MandateError ? error.code : error}\n`)
  process.exitCode = 1
}
