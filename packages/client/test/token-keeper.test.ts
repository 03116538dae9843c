import { startAuthorizationServer } from './authorization-server.ts'
import { proveTokenKeeping } from './token-keeper-proofs.ts'

proveTokenKeeping('a server in memory', (issuer) => startAuthorizationServer(issuer))
