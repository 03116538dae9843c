import { storeContract } from './contract.ts'
import { subject } from './sqlite-subject.ts'

storeContract('SQLite', subject)
