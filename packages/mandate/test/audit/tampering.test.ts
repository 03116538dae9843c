import { subject } from '../store/sqlite-subject.ts'
import { tamperingContract } from './tampering.ts'

tamperingContract(subject)
