import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const signIn: Words['signIn'] = {
  toAccount: 'Inicie sesión en su cuenta',
  toApp: ({ client }) => phrase`Inicie sesión para continuar a ${client}`,
  email: 'Correo electrónico',
  password: 'Contraseña',
  keep: 'Mantener la sesión iniciada',
  keepFor: ({ seconds }) =>
    `Durante ${inWords.span(seconds)}. Solo en un dispositivo que nadie más use.`,
  button: 'Iniciar sesión',
  onlyWeSee: ({ brand }) => `Solo ${brand} ve su contraseña.`,
  neverSees: ({ client }) => phrase`${client} nunca la ve.`,
  wrongCredentials: 'El correo electrónico o la contraseña no son correctos',
  checkBoth:
    'Revise ambos e inténtelo de nuevo. La contraseña distingue entre mayúsculas y minúsculas.',
  mayBeRight:
    'En este momento no podemos comprobar todas las contraseñas. Si cree que la suya es correcta, inténtelo de nuevo en unos minutos.',
  tooManyAttempts: 'Demasiados intentos',
  wait: ({ seconds }) =>
    `Espere ${inWords.span(seconds)} e inténtelo de nuevo. Su cuenta no está bloqueada.`,
  enterBoth: 'Escriba su correo electrónico y su contraseña.',
  enterEmail: 'Escriba su correo electrónico.',
  enterPassword: 'Escriba su contraseña.',
  busy: 'Hay demasiadas personas iniciando sesión en este momento',
  notChecked: 'No se comprobó su contraseña. Inténtelo de nuevo en unos segundos.',
  signedOut: 'Ha cerrado la sesión.',
  pageTooOld: 'Esta página estuvo abierta demasiado tiempo. Inicie sesión de nuevo.',
  sessionEnded: 'Su sesión terminó. No se cambió nada.',
  signInToGoOn: 'Inicie sesión para continuar.',
  continueWith: ({ way }) => phrase`Continuar con ${way}`,
  or: 'o',

  ways: {
    unreachable: ({ way }) => phrase`No se puede acceder a ${way} en este momento`,
    tryLater: 'No se cambió nada. Inténtelo de nuevo en unos minutos.',
    notTrusted: ({ way }) => phrase`No se pudo verificar la respuesta de ${way}`,
    nobodySignedIn: 'Por su seguridad, no se inició sesión. Inténtelo de nuevo.',
    expired: 'Tardó demasiado',
    startAgain: 'No se inició sesión. Puede empezar de nuevo aquí.',
    notBegunHere: 'Este inicio de sesión no puede continuar',
    usedOrElsewhere:
      'Ya se usó o se empezó en otro navegador. No se inició sesión. Empiece de nuevo aquí o en la aplicación.',
    refused: ({ way }) => phrase`${way} no le permitió iniciar sesión`,
    itSays: ({ reason }) => phrase`Indica lo siguiente: ${reason}`,
    accountDisabled: 'Su cuenta está desactivada',
    notProvisioned: ({ way }) => phrase`Inició sesión en ${way}, pero aquí no tiene una cuenta`,
    askOperator: ({ brand }) => `Pida acceso a los responsables de ${brand}.`,
    accountChanged: 'Su cuenta cambió en el mismo momento',
    notRecent: ({ way }) => phrase`${way} no le pidió que iniciara sesión de nuevo`,
    signOutThere: ({ way }) =>
      phrase`Debe iniciar sesión de nuevo. Cierre la sesión en ${way} e inténtelo otra vez.`,
  },
}
