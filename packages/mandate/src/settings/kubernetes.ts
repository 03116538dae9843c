/**
 * Kubernetes gives every pod environment variables for every Service in its namespace, prefixed
 * with the Service's name (Kubernetes documentation, "Discovering services"). A Service named
 * `mandate` or `mandate-metrics` therefore sets variables that look like our settings, with
 * addresses as values.
 */

const NAME_ALONE = [
  /_SERVICE_HOST$/,
  /_SERVICE_PORT(_[A-Z0-9_]+)?$/,
  /_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/,
]
const ADDRESS = /^(tcp|udp|sctp):\/\/\S+:\d+$/

/** Whether Kubernetes set this variable for a Service. */
export function isSetByKubernetes(variable: string, value: string): boolean {
  return (
    NAME_ALONE.some((pattern) => pattern.test(variable)) ||
    (variable.endsWith('_PORT') && ADDRESS.test(value))
  )
}

/** The note about such variables, which are not settings. */
export function whatKubernetesSets(variables: readonly string[]): string {
  const others = variables.length - 1
  const more = others === 0 ? '' : ` and ${others} more`
  return `Not read as settings, since Kubernetes sets them for a Service of that name: ${variables[0]}${more}. With enableServiceLinks: false in the pod it does not.`
}
