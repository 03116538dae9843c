/**
 * Kubernetes tells every pod of every Service in its namespace through variables that begin with the
 * Service's name (Kubernetes documentation, "Discovering services"). A Service `mandate`, or
 * `mandate-metrics`, so gives variables that look like settings of ours, with addresses as values.
 */

const NAME_ALONE = [
  /_SERVICE_HOST$/,
  /_SERVICE_PORT(_[A-Z0-9_]+)?$/,
  /_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/,
]
const ADDRESS = /^(tcp|udp|sctp):\/\/\S+:\d+$/

/** Whether a variable is one that Kubernetes sets for a Service. */
export function isSetByKubernetes(variable: string, value: string): boolean {
  return (
    NAME_ALONE.some((pattern) => pattern.test(variable)) ||
    (variable.endsWith('_PORT') && ADDRESS.test(value))
  )
}

/** The sentence about such variables, which are no settings. */
export function whatKubernetesSets(variables: readonly string[]): string {
  const others = variables.length - 1
  const more = others === 0 ? '' : ` and ${others} more`
  return `Not read as settings, since Kubernetes sets them for a Service of that name: ${variables[0]}${more}. With enableServiceLinks: false in the pod it does not.`
}
