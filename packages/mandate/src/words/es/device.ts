import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const device: Words['device'] = {
  title: 'Conectar un dispositivo',
  about: 'Escriba el código que muestra su dispositivo.',
  aboutLink: 'Este código llegó con un enlace. Continúe solo si su dispositivo muestra el mismo.',
  code: 'Código',
  codeHint: 'Ocho letras, por ejemplo WDJB-MJHT. Las mayúsculas y el guion no importan.',
  goOn: 'Continuar',
  warning:
    '¿Alguien le envió este código o un enlace a esta página? Entonces ciérrela. Quien lo envió obtendría acceso a su cuenta.',
  missing: 'Escriba el código que muestra su dispositivo.',
  malformed: 'Un código tiene ocho letras y ninguna vocal. Mire de nuevo su dispositivo.',
  unknown:
    'Ningún dispositivo espera con este código. Compruebe que está bien escrito. Si lo está, ha caducado: empiece de nuevo en el dispositivo.',
  used: 'Este código ya se ha usado. Empiece de nuevo en el dispositivo.',
  wait: ({ span }) => phrase`Demasiados códigos erróneos. Inténtelo de nuevo en ${span}.`,
  question: ({ client }) => phrase`¿Conectar un dispositivo que usa ${client}?`,
  onlyIfYou:
    'Continúe solo si usted mismo acaba de empezar esto en un dispositivo que tiene delante. Si alguien le envió un código o un enlace, rechace.',
  codeOnDevice: 'El dispositivo muestra',
  fromWhere: 'Desde dónde',
  deviceWith: ({ client }) => phrase`Un dispositivo que usa ${client}`,
  fromNetwork: ({ network }) => phrase`Un dispositivo con la dirección de red ${network}`,
  fromAgent: ({ agent, network }) => phrase`${agent}, dirección de red ${network}`,
  serviceAsked: 'La aplicación lo pidió para su dispositivo. Nadie aquí sabe dónde está.',
  asked: ({ when }) => phrase`Pedido ${when}`,
  elsewhere:
    'No es la red en la que está usted. Es normal si el dispositivo usa otra conexión que este navegador. Si el dispositivo no es suyo, rechace.',
  afterwards: 'Elija lo que elija, vuelva después al dispositivo.',
  doneTitle: 'Conectado',
  done: 'Vuelva a su dispositivo: continúa solo en unos segundos. Puede cerrar esta página.',
  undo: ({ account }) =>
    phrase`Puede desconectarlo en cualquier momento en ${account('su cuenta')}.`,
  deniedTitle: 'No conectado',
  denied: 'El dispositivo no obtuvo acceso a su cuenta. Puede cerrar esta página.',
}
