import { startServer } from './test/running-server.ts'
import { newProgram } from './test/admin/program.ts'
import { writeFileSync } from 'node:fs'
const server = await startServer({ settings: { accessTokenSeconds: 36000 } })
const { token } = await newProgram(server)
writeFileSync('/tmp/st-server.json', JSON.stringify({ issuer: server.issuer, token, pid: process.pid }))
process.on('SIGTERM', () => process.exit())
setInterval(() => writeFileSync('/tmp/st-log.txt', server.log.join('')), 2000)
