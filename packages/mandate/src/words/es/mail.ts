import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const mail: Words['mail'] = {
  when: 'Cuándo',
  browser: 'Navegador',
  network: 'Dirección de red',
  reason: ({ brand }) =>
    phrase`${brand} envía este mensaje porque se refiere a su cuenta. Las respuestas no se leen.`,
  passwordChanged: {
    subject: ({ brand }) => phrase`Se cambió su contraseña de ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Se cambió la contraseña de su cuenta ${email} de ${brand}.`,
    next: 'Si la cambió usted, no hay nada que hacer. Si no, otra persona puede usar su cuenta: elija una contraseña nueva ahora.',
    button: 'Elegir una contraseña nueva',
  },
  newBrowser: {
    subject: ({ brand }) => phrase`Nuevo inicio de sesión en su cuenta de ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Alguien inició sesión en su cuenta ${email} de ${brand} con un navegador que no se había usado antes para ella.`,
    next: 'Si fue usted, no hay nada que hacer. Si no, cambie su contraseña ahora: así se cierra la sesión del otro navegador.',
    button: 'Revisar su cuenta',
  },
  signedOutEverywhere: {
    subject: ({ brand }) => phrase`Se cerró la sesión de su cuenta de ${brand} en todas partes`,
    happened: ({ email, brand }) =>
      phrase`Se cerró la sesión de todos los navegadores que usaban su cuenta ${email} de ${brand}.`,
    next: 'Si fue usted, no hay nada que hacer. Si no, otra persona podría usar su cuenta: cambie su contraseña ahora.',
    button: 'Revisar su cuenta',
  },
  passkeyAdded: {
    subject: ({ brand }) => phrase`Se añadió una llave de acceso a su cuenta de ${brand}`,
    happened: ({ name, email, brand }) =>
      phrase`La llave de acceso «${name}» ya permite iniciar sesión en su cuenta ${email} de ${brand}.`,
    next: 'Si la añadió usted, no hay nada que hacer. Si no, elimínela y cambie su contraseña ahora.',
    button: 'Revisar sus llaves de acceso',
  },
  passkeyRemoved: {
    subject: ({ brand }) => phrase`Se eliminó una llave de acceso de su cuenta de ${brand}`,
    happened: ({ name, email, brand }) =>
      phrase`La llave de acceso «${name}» ya no permite iniciar sesión en su cuenta ${email} de ${brand}.`,
    next: 'Si la eliminó usted, no hay nada que hacer. Si no, otra persona puede usar su cuenta: cambie su contraseña ahora.',
    button: 'Revisar sus llaves de acceso',
  },
  passkeyCloned: {
    subject: ({ brand }) => phrase`Se suspendió una llave de acceso de su cuenta de ${brand}`,
    happened: ({ name, email, brand }) =>
      phrase`La llave de acceso «${name}» de su cuenta ${email} de ${brand} se usó de un modo que hace pensar que existe una copia. Se suspendió y nadie puede iniciar sesión con ella.`,
    next: 'Inicie sesión de otra forma, elimine la llave de acceso y añada una nueva. Si vuelve a ocurrir, es posible que el dispositivo que guarda sus llaves de acceso no sea seguro.',
    button: 'Revisar sus llaves de acceso',
  },
  wayConnected: {
    subject: ({ brand }) => phrase`Nueva forma de iniciar sesión en su cuenta de ${brand}`,
    happened: ({ provider, email, brand }) =>
      phrase`Ahora se puede usar su cuenta ${email} de ${brand} iniciando sesión en ${provider}.`,
    next: 'Si la vinculó usted, no hay nada que hacer. Si no, desvincúlela y cambie su contraseña ahora.',
    button: 'Revisar su cuenta',
  },
  wayDisconnected: {
    subject: ({ brand }) => phrase`Se eliminó una forma de iniciar sesión en su cuenta de ${brand}`,
    happened: ({ provider, email, brand }) =>
      phrase`Ya no se puede usar su cuenta ${email} de ${brand} iniciando sesión en ${provider}.`,
    next: 'Si la desvinculó usted, no hay nada que hacer. Si no, otra persona puede usar su cuenta: cambie su contraseña ahora.',
    button: 'Revisar su cuenta',
  },
  totpAdded: {
    subject: ({ brand }) =>
      phrase`Se añadió una aplicación de autenticación a su cuenta de ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Para iniciar sesión en su cuenta ${email} de ${brand} ahora también hace falta un código de una aplicación de autenticación.`,
    next: 'Si la añadió usted, guarde sus códigos de recuperación en un lugar seguro; no hay nada más que hacer. Si no, otra persona puede usar su cuenta: cambie su contraseña ahora.',
    button: 'Revisar su cuenta',
  },
  totpRemoved: {
    subject: ({ brand }) =>
      phrase`Se quitó la aplicación de autenticación de su cuenta de ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Para iniciar sesión en su cuenta ${email} de ${brand} ya no hace falta un código de una aplicación de autenticación.`,
    next: 'Si la quitó usted o lo pidió, no hay nada que hacer. Si no, otra persona puede usar su cuenta: cambie su contraseña ahora.',
    button: 'Revisar su cuenta',
  },
  recoveryCodesMade: {
    subject: ({ brand }) => phrase`Nuevos códigos de recuperación para su cuenta de ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Se crearon nuevos códigos de recuperación para su cuenta ${email} de ${brand}. Los anteriores ya no funcionan.`,
    next: 'Si los creó usted, no hay nada que hacer. Si no, otra persona puede usar su cuenta: cambie su contraseña ahora y cree códigos nuevos después.',
    button: 'Revisar su cuenta',
  },
  recoveryCodeUsed: {
    subject: ({ brand }) => phrase`Se usó un código de recuperación de su cuenta de ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Alguien inició sesión en su cuenta ${email} de ${brand} con un código de recuperación en lugar de un código de la aplicación de autenticación.`,
    next: 'Si fue usted, no hay nada que hacer; cada código sirve una vez, así que cree otros cuando queden pocos. Si no, cambie su contraseña ahora y cree códigos nuevos después.',
    button: 'Revisar su cuenta',
  },
  addressChanged: {
    subject: ({ brand }) => phrase`Se cambió su dirección de ${brand}`,
    happened: ({ email, newEmail, brand }) =>
      phrase`Ahora se inicia sesión en su cuenta de ${brand} con ${newEmail}, ya no con ${email}.`,
    nextAtNew:
      'Si la cambió usted, no hay nada que hacer. Si no, otra persona puede usar su cuenta: cambie su contraseña ahora.',
    nextAtOld:
      'Si la cambió usted, no hay nada que hacer. Si no, abra el enlace del mensaje que llegó antes a esta dirección: deshace el cambio.',
    button: 'Revisar su cuenta',
  },
  deletionAsked: {
    subject: ({ brand }) => phrase`Se eliminará su cuenta de ${brand}`,
    happened: ({ email, brand, day }) =>
      phrase`Su cuenta ${email} de ${brand} se cerró y se eliminará el ${day}. Ninguna aplicación puede actuar ya en su nombre.`,
    next: 'Si quiere conservarla, inicie sesión antes de ese día. Si no pidió esto, inicie sesión, conserve la cuenta y cambie su contraseña.',
    button: 'Conservar su cuenta',
  },
  deletionStopped: {
    subject: ({ brand }) => phrase`No se eliminará su cuenta de ${brand}`,
    happened: ({ email, brand }) =>
      phrase`Se conserva su cuenta ${email} de ${brand}. Las aplicaciones que estaban conectadas deben conectarse de nuevo.`,
    next: 'Si la conservó usted, no hay nada que hacer. Si no, cambie su contraseña ahora.',
    button: 'Revisar su cuenta',
  },
  appConnected: {
    subject: ({ client, brand }) => phrase`${client} está conectada a su cuenta de ${brand}`,
    happened: ({ client, email, brand }) =>
      phrase`${client} ya puede actuar en nombre de su cuenta ${email} de ${brand}, porque se le permitió.`,
    next: 'Si lo permitió usted, no hay nada que hacer. Si no, desconéctela y cambie su contraseña ahora.',
    button: 'Ver sus aplicaciones conectadas',
  },
  tokenReused: {
    subject: ({ client, brand }) => phrase`Se desconectó ${client} de su cuenta de ${brand}`,
    happened: ({ client, email, brand }) =>
      phrase`Se terminó una conexión de ${client} con su cuenta ${email} de ${brand} porque una de sus claves se usó por segunda vez.`,
    meaning:
      'Una aplicación recibe una clave nueva cada vez que usa la anterior. Si vuelve una clave antigua, o bien la aplicación cometió un error o bien alguien copió la clave. No se puede saber cuál de las dos cosas, así que se terminó la conexión: ya no funcionan ni la clave antigua ni ninguna posterior. Su contraseña no está afectada.',
    next: ({ client }) =>
      phrase`Si todavía usa ${client}, conéctela de nuevo desde la aplicación. Si vuelve a ocurrir, avise a quienes desarrollan ${client}.`,
    button: 'Ver sus aplicaciones conectadas',
  },
}
