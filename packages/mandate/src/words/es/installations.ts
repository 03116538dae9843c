import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const installations: Words['installations'] = {
  since: ({ day }) => phrase`Conectada desde el ${day}`,
  sinceFrom: ({ day, place }) => phrase`Conectada desde el ${day}, con ${place}`,
  lastUsed: ({ ago }) => phrase`Último uso ${ago}`,
  neverUsed: 'Aún sin usar',
  unknownPlace: 'Navegador desconocido',
  more: ({ times }) =>
    inWords.plural(times, {
      one: 'Hay otra conexión de esta aplicación que no se muestra. Al desconectar la aplicación también termina.',
      other: `Hay otras ${inWords.number(times)} conexiones de esta aplicación que no se muestran. Al desconectar la aplicación también terminan.`,
    }),
  disconnectEverywhere: ({ client }) => phrase`Desconectar en todas partes ${client}`,
  disconnectOne: ({ place }) => phrase`Desconectar ${place}`,
  disconnected: ({ client }) =>
    phrase`Se terminó esta conexión de ${client}. Sus demás conexiones continúan.`,

  delegates: ({ client }) => phrase`Estos programas actúan en su nombre a través de ${client}:`,
  delegateThrough: ({ delegate, by }) => phrase`${delegate}, a través de ${by}`,
  delegateSince: ({ day }) => phrase`Desde el ${day}`,
  endDelegate: ({ delegate }) => phrase`Terminar el acceso ${delegate}`,
  delegateEnded: ({ delegate }) =>
    phrase`${delegate} ya no puede actuar en su nombre a través de esa aplicación.`,
  delegateStays: 'La aplicación que cedió su acceso sigue conectada.',

  takeBack: ({ permission }) => phrase`Retirar ${permission}`,
  takeBackTitle: ({ client }) => phrase`¿Retirar el permiso a ${client}?`,
  noLongerCan: ({ client, permission }) => phrase`${client} ya no puede hacer esto: ${permission}`,
  stillCan: ({ permissions }) => phrase`Conserva: ${inWords.list(permissions)}`,
  mayAskAgain:
    'Es posible que partes de la aplicación dejen de funcionar. Si necesita el permiso, tendrá que pedírselo de nuevo.',
  takeBackButton: 'Retirar',
  takenBack: ({ client, permission }) => phrase`${client} ya no puede hacer esto: ${permission}`,
  atOnce: ({ client }) =>
    phrase`El cambio es inmediato. ${client} sigue conectada con los demás permisos.`,
  lastPermission: 'Es el único permiso de esta conexión. Para retirarlo, desconecte la aplicación.',

  disconnectAll: 'Desconectar todas las aplicaciones',
  disconnectAllTitle: '¿Desconectar todas las aplicaciones?',
  allEnd:
    'Ninguna aplicación podrá actuar en su nombre, en ninguno de sus dispositivos. El cambio es inmediato.',
  accountStays: 'Su cuenta y lo que ha guardado con nosotros siguen como están.',
  mustAsk: 'Cada aplicación tendrá que pedirle permiso de nuevo antes de conectarse.',
  allDisconnected: 'Todas las aplicaciones están desconectadas.',
  noneActs: 'Para volver a usar una, conéctela desde la aplicación.',

  keptOut: 'Desconectadas por usted',
  keptOutBy: ({ issuer, client }) => phrase`${issuer} ya no puede conectar ${client} en su nombre.`,
  allowAgain: ({ client }) => phrase`Volver a permitir ${client}`,
  allowedAgain: ({ issuer, client }) =>
    phrase`${issuer} puede volver a conectar ${client} en su nombre.`,
}
