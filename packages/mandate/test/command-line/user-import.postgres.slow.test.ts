import { after, describe } from 'node:test'
import { createTestPlace, endTestServer } from '../store/test-places.ts'
import { importsIntoDatabase } from './user-import-on-engine.ts'

describe('on PostgreSQL', () =>
  importsIntoDatabase(async () => ({ MANDATE_DATABASE: (await createTestPlace()).location })))

after(endTestServer)
