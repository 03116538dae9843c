import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const passkeys: Words['passkeys'] = {
  signIn: 'Iniciar sesión con una llave de acceso',
  needsScript: 'Para usar una llave de acceso, active JavaScript en este sitio.',
  cancelled: 'No se usó ninguna llave de acceso. Inténtelo de nuevo o elija otra forma.',
  notPossible:
    'Este navegador no puede usar llaves de acceso. Pruebe con uno más reciente o con otro dispositivo.',
  refused: 'Esta llave de acceso no sirve aquí',
  tryAnother:
    'Es posible que se haya eliminado de su cuenta. Pruebe con otra llave de acceso o de otra forma.',
  usedOrElsewhere:
    'Este inicio de sesión ya se usó o se empezó en otro navegador. Inténtelo de nuevo aquí.',
  suspended: 'Esta llave de acceso está suspendida',
  removeIt:
    'Es posible que haya una copia en otras manos. Inicie sesión de otra forma y elimínela después de su cuenta.',

  title: 'Llaves de acceso',
  about:
    'Con una llave de acceso inicia sesión con su huella, su cara o el bloqueo de pantalla. Solo sirve en este sitio, así que nadie puede engañarle para que la entregue.',
  added: ({ day }) => phrase`Añadida el ${day}`,
  lastUsed: ({ ago }) => phrase`Último uso ${ago}`,
  neverUsed: 'Aún sin usar',
  suspendedHere:
    'Suspendida porque puede existir una copia de esta llave de acceso. Elimínela y añada una nueva.',
  rename: ({ passkey }) => phrase`Renombrar ${passkey}`,
  newName: 'Nombre',
  save: 'Guardar',
  remove: ({ passkey }) => phrase`Eliminar ${passkey}`,
  add: 'Añadir una llave de acceso',
  tooMany: 'Tiene el máximo de llaves de acceso. Elimine una antes de añadir otra.',

  addTitle: 'Añadir una llave de acceso',
  howToAdd:
    'Su navegador pregunta dónde guardar la llave de acceso: en este dispositivo, en un gestor de contraseñas, en su teléfono o en una llave de seguridad.',
  addNow: 'Crear la llave de acceso',
  addAgain: 'No se añadió ninguna llave de acceso. Puede intentarlo de nuevo aquí.',
  known: 'Este dispositivo ya tiene una llave de acceso para su cuenta.',
  notAdded: 'No se añadió ninguna llave de acceso. Inténtelo de nuevo.',
  isAdded: ({ passkey }) =>
    phrase`Se añadió la llave de acceso ${passkey}. Ya puede iniciar sesión con ella.`,
  isRenamed: ({ passkey }) => phrase`La llave de acceso se llama ahora ${passkey}.`,
  nameInvalid: 'Escriba un nombre de 60 caracteres como máximo.',

  removeTitle: ({ passkey }) => phrase`¿Eliminar la llave de acceso ${passkey}?`,
  cannotSignIn: 'Nadie podrá iniciar sesión con ella.',
  staysOnDevice:
    'Permanece en su dispositivo o en su gestor de contraseñas hasta que la elimine allí.',
  sessionsStay: 'Los navegadores con la sesión iniciada la conservan.',
  removeNow: 'Eliminar la llave de acceso',
  isRemoved: ({ passkey }) => phrase`Se eliminó la llave de acceso ${passkey}.`,
  isGone: 'Esta llave de acceso ya se había eliminado.',
  isLast: 'Es la única forma de iniciar sesión en su cuenta. Añada otra antes de eliminar esta.',
}
