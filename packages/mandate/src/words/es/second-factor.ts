import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const secondFactor: Words['secondFactor'] = {
  title: 'Escriba su código',
  openApp:
    'Abra la aplicación de autenticación en su teléfono y escriba los seis dígitos que muestra.',
  code: 'Código de la aplicación',
  recoveryTitle: 'Escriba un código de recuperación',
  recoveryMeaning:
    'Recibió diez códigos de recuperación al configurar el segundo paso. Cada uno sirve una vez.',
  recoveryCode: 'Código de recuperación',
  button: 'Continuar',
  lostPhone: '¿Perdió su teléfono? Use un código de recuperación',
  passkeyTitle: 'Use su llave de acceso',
  passkeyMeaning: 'Su navegador pide la llave de acceso de su cuenta.',
  passkeyInstead: 'Crear una llave de acceso en su lugar',
  usePasskey: 'Usar una llave de acceso',
  lostPasskey: '¿Perdió su llave de acceso? Use un código de recuperación',
  back: 'Volver',
  noCodes: ({ brand }) =>
    `Si tampoco tiene un código de recuperación, pida ayuda a los responsables de ${brand}.`,
  signedInAs: ({ person }) => phrase`Está iniciando sesión como ${person}.`,
  otherPerson: 'Iniciar sesión con otra cuenta',
  missing: 'Escriba el código.',
  wrong: 'Este código no es correcto',
  wrongApp:
    'Escriba el código más reciente de la aplicación. Si los códigos siguen fallando, compruebe que la hora de su teléfono se ajusta automáticamente.',
  wrongRecovery: 'Revise cada carácter. También puede ser de una lista anterior.',
  used: 'Este código ya se usó',
  usedApp: 'Espere a que la aplicación muestre el código siguiente, como máximo medio minuto.',
  usedRecovery: 'Use otro código de su lista.',
  tooMany: 'Demasiados intentos',
  wait: ({ seconds }) =>
    `Espere ${inWords.span(seconds)} e inténtelo de nuevo. Su cuenta no está bloqueada.`,

  setUp: 'Configurar una aplicación de autenticación',
  policy: ({ brand }) =>
    `Su inicio de sesión en ${brand} requiere un segundo paso: un código de una aplicación en su teléfono.`,
  clientNeeds: ({ client }) =>
    phrase`Lo que pide ${client} requiere un segundo paso al iniciar sesión: un código de una aplicación en su teléfono.`,
  clientAsks: ({ client }) => phrase`${client} le pide que confirme que es usted.`,
  install:
    'Instale una aplicación de autenticación en su teléfono, como Aegis, 2FAS, Google Authenticator o su gestor de contraseñas.',
  scan: 'Escanee este código con la aplicación.',
  qr: 'Código QR para la aplicación de autenticación',
  orType: '¿No tiene cámara? Escriba esta clave en la aplicación:',
  enter: 'Escriba los seis dígitos que muestra la aplicación.',
  confirm: 'Activar',
  keyTooOld: 'Esta página estuvo abierta demasiado tiempo. Escanee el código nuevo de abajo.',

  codesTitle: 'Guarde sus códigos de recuperación',
  codesMeaning:
    'Si pierde su teléfono, uno de estos códigos le permite entrar. Cada uno sirve una vez. Guárdelos donde pueda encontrarlos sin su teléfono: en papel o en su gestor de contraseñas.',
  codesOnce: 'Solo se muestran ahora.',
  codesDone: 'Los he guardado',

  section: 'Segundo paso al iniciar sesión',
  sectionMeaning:
    'Un código de su teléfono después de la contraseña, para que una contraseña robada no baste.',
  app: 'Aplicación de autenticación',
  appOff: 'Sin configurar',
  appSince: ({ day }) => phrase`Desde el ${day}`,
  appSetUp: 'Configurar',
  appReplace: 'Configurar un teléfono nuevo',
  appTurnOff: 'Desactivar',
  codes: 'Códigos de recuperación',
  codesLeft: ({ count }) =>
    inWords.plural(count, { one: `queda ${count} código`, other: `quedan ${count} códigos` }),
  codesRenew: 'Crear códigos nuevos',
  owner:
    'En cada inicio de sesión escribirá un código de su teléfono después de la contraseña. Así, una contraseña robada no basta.',
  newPhone: 'Su teléfono anterior sirve hasta que haya escrito un código del nuevo.',
  added: 'Su aplicación de autenticación está configurada.',
  removed: 'Su aplicación de autenticación está desactivada.',
  removedMeaning:
    'Inicia sesión solo con su contraseña. Los códigos de recuperación ya no son válidos.',
  needed:
    'Aquí es obligatorio un segundo paso al iniciar sesión, por lo que no puede desactivarlo.',
  recoveryUsed: 'Inició sesión con un código de recuperación. No volverá a funcionar.',
  recoveryNext: 'Si tiene un teléfono nuevo, configúrelo aquí.',
  turnOffTitle: '¿Desactivar el segundo paso?',
  turnOffEnds: 'Bastará su contraseña para iniciar sesión.',
  turnOffCodes: 'Sus códigos de recuperación dejarán de ser válidos.',
  renewTitle: '¿Crear códigos de recuperación nuevos?',
  renewEnds: 'Los códigos que tiene ahora dejarán de ser válidos.',
}
