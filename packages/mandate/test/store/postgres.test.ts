import { after } from 'node:test'
import { storeContract } from './contract.ts'
import { removeTables, subject } from './postgres-subject.ts'
import { endTestServer } from './test-places.ts'

storeContract('PostgreSQL', subject)
after(removeTables)
after(endTestServer)
