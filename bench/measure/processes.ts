/**
 * Resource usage of processes according to the operating system: `/proc` on Linux, `ps` elsewhere. Both
 * count in hundredths of a second, so a figure needs a second of work to be accurate to a percent.
 */

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in ticks of 10 ms (`getconf CLK_TCK`). */
const TICK_MICROSECONDS = 10_000

const hasProc = process.platform === 'linux'

/** User and system time so far, all threads, in microseconds. */
export function processorTime(pid: number): number {
  if (!hasProc) return secondsOf(ps(pid, 'time')) * 1e6
  const fields = statusFields(pid)
  // utime and stime, the 14th and 15th field of the whole line.
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS
}

/**
 * The same for a process and its children; on Linux also those that have exited and were waited for.
 * PostgreSQL has a process for each connection, and a few more.
 */
export function processorTimeOfFamily(parent: number): number {
  const children = childrenOf(parent).reduce((sum, pid) => sum + timeIfThere(pid), 0)
  if (!hasProc) return processorTime(parent) + children
  const fields = statusFields(parent)
  const ended = (Number(fields[13]) + Number(fields[14])) * TICK_MICROSECONDS
  return processorTime(parent) + ended + children
}

/** Resident memory in megabytes. */
export function residentMemory(pid: number): number {
  if (!hasProc) return Number(ps(pid, 'rss')) / 1024
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

export function parentOf(pid: number): number {
  return Number(hasProc ? statusFields(pid)[1] : ps(pid, 'ppid'))
}

function childrenOf(parent: number): number[] {
  if (!hasProc) {
    const lines = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).split('\n')
    const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number))
    return pairs.flatMap(([pid, above]) => (above === parent && pid !== undefined ? [pid] : []))
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return parentOf(pid) === parent
      } catch {
        return false
      }
    })
}

/** A connection's process may exit between being listed and being read. */
function timeIfThere(pid: number): number {
  try {
    return processorTime(pid)
  } catch {
    return 0
  }
}

/** The fields from the third on: the second is the name in parentheses and may contain spaces. */
function statusFields(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
}

function ps(pid: number, field: string): string {
  return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
}

/** `1:02:03.45`, `02:03.45` */
function secondsOf(time: string): number {
  return time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0)
}
