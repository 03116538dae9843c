import { storeContract } from '../contract.ts'
import { subject } from './contract-subject.ts'

storeContract('SQLite', subject)
