/**
 * The other process of the contract suite: `child.ts <subject module> race|write <location> …`.
 *
 * `race`: redeems generation 0 of each grant id on standard input, and prints `won` or `lost`.
 * `write`: redeems its grants in a loop and reports each generation once it is durable, until it is
 * killed.
 */

import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { GrantId, KeyId } from '../../../src/grants/grant.ts'
import type { Store } from '../../../src/store/port.ts'
import { createStore } from '../../../src/store/store.ts'
import { grantId, redemptionOf } from './samples.ts'
import type { ContractSubject } from './subject.ts'

const [module = '', task, location = '', argument = ''] = process.argv.slice(2)
const { subject }: { subject: ContractSubject } = await import(module)
const store = createStore(await subject.open(location))
if (task === 'race') await race(store, argument as KeyId)
else await writeForever(store, Number(argument))
await store.close()

async function race(store: Store, keyId: KeyId): Promise<void> {
  say('ready')
  for await (const line of createInterface({ input: process.stdin })) {
    const won = await store.grants.advance(redemptionOf(line as GrantId, 0, { keyId }))
    say(won ? 'won' : 'lost')
  }
}

async function writeForever(store: Store, grants: number): Promise<void> {
  await Promise.all(
    Array.from({ length: grants }, async (_, index) => {
      const id = grantId(index + 1)
      const start = (await store.grants.find(id))?.grant.generation ?? 0
      for (let generation = start; ; generation++) {
        if (await store.grants.advance(redemptionOf(id, generation))) say(`${id} ${generation + 1}`)
      }
    }),
  )
}

/** Written synchronously: the other side must only read what is already durable. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}
