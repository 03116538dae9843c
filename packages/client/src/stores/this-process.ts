/**
 * Identifies a process uniquely, for all time, among the machines sharing a directory. A process id
 * is not enough: containers with the same host name each have a process 1, and ids are reused.
 */

import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Equal for processes that see each other's ids; null if the system does not say. */
export interface ProcessSpace {
  readonly host: string
  /** Linux gives each boot an id. */
  readonly boot: string | null
  /** The process id namespace (pid_namespaces(7)). */
  readonly namespace: string | null
}

export const space: ProcessSpace = {
  host: hostname(),
  boot: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  namespace: told(() => readlinkSync('/proc/self/ns/pid')),
}

/** When a process started, in ticks since boot (proc_pid_stat(5)); null if unknown. */
export function startOf(pid: number): string | null {
  return told(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in parentheses, may contain spaces; the start time is the 20th field after it.
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
