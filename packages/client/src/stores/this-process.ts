/**
 * What tells a process from every other that ever was on the machines that share a directory. Process
 * ids alone do not: containers with one host name each have a process 1, and ids are given again.
 */

import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Equal for processes that see each other's ids; null where the system does not tell. */
export interface ProcessSpace {
  readonly host: string
  /** Linux gives each start of the kernel an id. */
  readonly boot: string | null
  /** The namespace in which the process ids are (pid_namespaces(7)). */
  readonly namespace: string | null
}

export const space: ProcessSpace = {
  host: hostname(),
  boot: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  namespace: told(() => readlinkSync('/proc/self/ns/pid')),
}

/** When a process began, in ticks since the kernel started (proc_pid_stat(5)); null if not told. */
export function startOf(pid: number): string | null {
  return told(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in brackets, may hold spaces; the start is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  })
}

function told(read: () => string | null): string | null {
  try {
    return read()
  } catch {
    return null
  }
}
