import { testTokenStore } from '../store-contract.ts'
import { memoryStore } from './memory.ts'

testTokenStore('memoryStore', async () => {
  const store = memoryStore()
  return { one: store, other: store, async close() {} }
})
