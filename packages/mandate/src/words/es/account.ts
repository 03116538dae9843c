import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const account: Words['account'] = {
  title: 'Su cuenta',
  signedInAs: 'Sesión iniciada como',
  signOut: 'Cerrar sesión',
  apps: 'Aplicaciones conectadas',
  actForYou:
    'Estas aplicaciones pueden actuar en su nombre. Al desconectar una aplicación, el cambio es inmediato.',
  noApps: 'No hay aplicaciones conectadas',
  howToConnect: ({ brand }) =>
    `Para conectar una aplicación, empiece en ella: elija allí «Conectar» o «Iniciar sesión con ${brand}». Cuando la apruebe aquí, aparecerá en esta página.`,
  itCan: 'Puede',
  disconnectApp: ({ client }) => phrase`Desconectar ${client}`,
  approvedEarlier: ({ day }) =>
    phrase`Aprobada el ${day}, ahora no está conectada. Puede volver a conectarse sin preguntar.`,
  connected: ({ times }) => `Conectada ${often(times)}`,
  connectedAtLeast: ({ times }) => `Conectada al menos ${often(times)}`,
  latest:
    'Esta cuenta tiene muchísimas conexiones. Esta página muestra las más recientes; pueden faltar aplicaciones que se conectaron antes.',
  earlier:
    'Esta página muestra conexiones anteriores de su cuenta. Una aplicación puede aparecer en varias páginas; al desconectarla terminan todas sus conexiones.',
  showEarlier: 'Mostrar conexiones anteriores',
  showLatest: 'Mostrar las conexiones más recientes',
  disconnected: ({ client }) => phrase`${client} está desconectada.`,
  noLongerActs: ({ client }) =>
    phrase`Ya no puede actuar en su nombre. Para volver a usarla, conéctela desde ${client}.`,
  notConnected: 'Esa aplicación ya no está conectada. No se cambió nada.',
  otherAccount: 'Ahora tiene la sesión iniciada con otra cuenta. No se cambió nada.',
  pageTooOld:
    'Esta página estuvo abierta demasiado tiempo, así que no se cambió nada. Inténtelo de nuevo.',
  noAddress: 'una cuenta sin correo electrónico',
}

function often(times: number): string {
  return inWords.plural(times, { one: 'una vez', other: `${inWords.number(times)} veces` })
}
