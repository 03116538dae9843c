/**
 * Names this process among those that serve, so that another one on the same machine can see at once
 * whether it has died. Elsewhere only its silence tells.
 */

import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import type { Random } from '../time-and-chance.ts'

/** `machine.pid.random` */
export function newNodeId(random: Random): string {
  return `${machine()}.${process.pid}.${Buffer.from(random(8)).toString('hex')}`
}

/** Whether a process of this machine, started since it booted, is certainly gone. */
export function isGone(id: string): boolean {
  const [where, pid] = id.split('.')
  if (where !== machine() || where === UNKNOWN) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

const UNKNOWN = 'unknown'
let known: string | undefined

/** The boot and the process namespace, since a container counts its processes anew. */
function machine(): string {
  known ??= describeMachine()
  return known
}

function describeMachine(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
    const namespace = readlinkSync('/proc/self/ns/pid')
    return createHash('sha256').update(`${boot} ${namespace}`).digest('hex').slice(0, 16)
  } catch {
    return UNKNOWN
  }
}
