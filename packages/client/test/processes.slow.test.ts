import { startAuthorizationServer } from './authorization-server.ts'
import { proveSharing } from './process-proofs.ts'

proveSharing('a server in memory', (issuer) => startAuthorizationServer(issuer))
