import { after } from 'node:test'
import { subject } from '../store/postgres-subject.ts'
import { endTestServer } from '../store/test-places.ts'
import { tamperingContract } from './tampering.ts'

tamperingContract(subject)
after(endTestServer)
